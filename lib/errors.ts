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

/** Whether something is refused that may well be let through in a moment, or once there is room, with nothing changed. */
export function mayPass(error: unknown): boolean {
  return isProblem(error) && (error.status === 503 || error.status === 507)
}

/** What keeps everybody from going on, is nobody's failure, and passes without a change here. */
const HINDRANCES = [
  "database_full",
  "database_restarting",
  "database_unreachable",
  "store_full",
  "store_unreachable",
  "disk_full",
]

/** What an import waits for, where that is what was thrown; a full disk of this machine too. Null for everything else. */
export function hindranceOf(error: unknown): Problem | null {
  const found = isProblem(error) ? error : fullDiskOf(error)
  return found !== null && HINDRANCES.includes(found.code) ? found : null
}

/** As systems say that a file or a disk takes no more. */
const FULL = ["ENOSPC", "EDQUOT", "EFBIG"]

/** Whether a file could not be written because there is no room. */
export function isFullDisk(error: unknown): boolean {
  return FULL.includes(systemCodeOf(error))
}

/** The code of what the system or a library threw, such as ENOENT; empty where there is none. */
export function systemCodeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : ""
}

/** A file that had no room as Problem 507 `disk_full`; null for everything else. */
export function fullDiskOf(error: unknown): Problem | null {
  if (!isFullDisk(error)) return null
  const detail =
    "The disk of this server's temporary folder is full. Make room, then try again: nothing is lost."
  return problem(507, "disk_full", detail)
}

/** That no more files or connections may be open, as Problem 503 `busy`; null for everything else. */
export function tooManyOpenOf(error: unknown): Problem | null {
  if (!/^E[MN]FILE$/.test(systemCodeOf(error)) && !/Too many open files/.test(messageOf(error))) return null
  const detail = "This server has as many files and connections open as it may have. Try again in a moment."
  return problem(503, "busy", detail, { headers: { "retry-after": "1" } })
}

/** The text of anything thrown; for logs and row errors, never for an unknown error's answer. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
