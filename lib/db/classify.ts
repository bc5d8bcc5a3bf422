import { isProblem, messageOf } from "../errors.ts"

/**
 * What a database error means for the work it interrupted.
 * - `conflict`: another transaction was first; run again at once
 * - `transient`: the engine or the way to it failed; run again later
 * - `full`: there is no room to write; nobody's failure, run again when there is
 * - `restarting`: the database is being opened anew; nobody's failure, run again in a moment
 * - `too_large`: more memory would be needed than may be used; half the rows may do
 * - `interrupted`: we stopped it ourselves, the time budget was used up
 * - `claim_lost`: the batch was taken over; whoever holds it now goes on
 * - `data`: a value does not fit; running the same rows again fails again
 * - `fatal`: the statement or the schema is wrong; only a person can mend it
 * - `unknown`: anything else, of which nobody can say that it will not pass
 */
export type ErrorKind =
  | "conflict"
  | "transient"
  | "full"
  | "restarting"
  | "too_large"
  | "interrupted"
  | "claim_lost"
  | "data"
  | "fatal"
  | "unknown"

export const CLAIM_LOST = "claim lost"

/** What such errors are told as, see trouble.ts. */
const CODES: Record<string, ErrorKind> = {
  database_full: "full",
  database_restarting: "restarting",
  database_unreachable: "transient",
}

const PATTERNS: [ErrorKind, RegExp][] = [
  ["claim_lost", new RegExp(CLAIM_LOST)],
  [
    "full",
    /^(IO|TransactionContext|FATAL) Error[\s\S]*(No space left on device|Disk quota exceeded|File too large)/i,
  ],
  ["restarting", /database has been invalidated/],
  ["interrupted", /^INTERRUPT Error|Interrupted!/],
  ["too_large", /^Out of Memory Error/],
  ["conflict", /Conflict on |write-write conflict|Transaction conflict/i],
  ["transient", /^(IO|Connection|HTTP|Network) Error|could not set lock|timed out/i],
  ["data", /^(Conversion|Constraint|Out of Range|Invalid Input) Error|unique constraint violation/i],
  [
    "fatal",
    /^(Binder|Catalog|Parser|Syntax|Not implemented|Permission|Dependency|Mismatch Type|Invalid Type|Parameter Not (Resolved|Allowed)|Missing Extension) Error/i,
  ],
]

/** DuckDB throws plain errors without a code; their message prefix is all there is to go by. */
export function classifyError(error: unknown): ErrorKind {
  if (isProblem(error) && CODES[error.code]) return CODES[error.code] ?? "unknown"
  const message = messageOf(error)
  return PATTERNS.find(([, pattern]) => pattern.test(message))?.[0] ?? "unknown"
}
