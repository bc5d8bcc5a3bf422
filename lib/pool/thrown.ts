import { isProblem, type Problem, problem } from "../errors.ts"

/** What was thrown, as it crosses from one thread to another: a copy of an error keeps its name, text and cause alone. */
export type Thrown =
  | { problem: Pick<Problem, "status" | "code" | "detail" | "extras"> }
  | { error: unknown; code?: unknown }

/** Packs what was thrown, so that `unpacked` makes the same of it in another thread. */
export function packed(thrown: unknown): Thrown {
  if (isProblem(thrown)) {
    const { status, code, detail, extras } = thrown
    return { problem: { status, code, detail, extras } }
  }
  return thrown instanceof Error && "code" in thrown
    ? { error: thrown, code: thrown.code }
    : { error: thrown }
}

/** What another thread has packed, to be thrown here. */
export function unpacked(thrown: Thrown): unknown {
  if ("problem" in thrown) {
    const { status, code, detail, extras } = thrown.problem
    return problem(status, code, detail, extras)
  }
  const { error, code } = thrown
  return error instanceof Error && code !== undefined ? Object.assign(error, { code }) : error
}
