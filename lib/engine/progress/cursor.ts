import { problem } from "../../errors.ts"

/** A position in a list as text nobody needs to read. */
export function encodeCursor(position: Record<string, string | number>): string {
  return Buffer.from(JSON.stringify(position)).toString("base64url")
}

export const badCursor = () =>
  problem(400, "invalid_cursor", "The cursor is none this list has given out. Leave it out to start anew.")

/** What encodeCursor was given. Throws Problem 400 `invalid_cursor` on anything else. */
export function decodeCursor(cursor: string | undefined): Record<string, string | number> | null {
  if (cursor === undefined) return null
  try {
    const position: unknown = JSON.parse(Buffer.from(cursor, "base64url").toString("utf8"))
    if (isPosition(position)) return position
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
  }
  throw badCursor()
}

function isPosition(value: unknown): value is Record<string, string | number> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false
  return Object.values(value).every((part) => typeof part === "string" || typeof part === "number")
}

/** The offset of a page; 0 for the first. */
export function offsetOf(cursor: string | undefined): number {
  const offset = decodeCursor(cursor)?.offset ?? 0
  if (typeof offset === "number" && Number.isSafeInteger(offset) && offset >= 0) return offset
  throw badCursor()
}

/** Cuts one row too many off a page and tells where the next one starts. */
export function pageOf<T>(rows: readonly T[], limit: number, offset: number) {
  const next_cursor = rows.length > limit ? encodeCursor({ offset: offset + limit }) : null
  return { page: rows.slice(0, limit), next_cursor }
}
