/** One offending place in a request: `path` is dotted from the body's root. */
export interface ProblemPlace {
  path: string
  message: string
}

export interface ProblemExtras {
  job_id?: string
  errors?: ProblemPlace[]
  /** Response headers that belong to the answer, such as Retry-After. */
  headers?: Record<string, string>
}

/**
 * An answer that is not a success, as RFC 9457 describes it. `code` is stable and for programs;
 * `detail` says what happened and what to do next and is for people.
 */
export class Problem extends Error {
  readonly status: number
  readonly code: string
  readonly detail: string
  readonly extras: ProblemExtras

  constructor(status: number, code: string, detail: string, extras: ProblemExtras = {}) {
    super(detail)
    this.name = "Problem"
    this.status = status
    this.code = code
    this.detail = detail
    this.extras = extras
  }
}

/** Shorthand for `throw problem(422, "not_a_zip", "…")`. */
export function problem(status: number, code: string, detail: string, extras?: ProblemExtras): Problem {
  return new Problem(status, code, detail, extras)
}

export function isProblem(error: unknown): error is Problem {
  return error instanceof Problem
}

/** Whether something is refused that may well be let through in a moment, with nothing changed. */
export function mayPass(error: unknown): boolean {
  return isProblem(error) && error.status === 503
}

/** The text of anything thrown; for logs and row errors, never for an unknown error's answer. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
