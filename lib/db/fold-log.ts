import { statSync } from "node:fs"
import { messageOf } from "../errors.ts"
import type { Connection, Database } from "./connection.ts"
import { statement } from "./statement.ts"

/** A database that is opened after a crash reads as much again in a second or two. */
const LONGEST_LOG_BYTES = 64_000_000

/**
 * Folds the write-ahead log of a database of this machine into its file, once it is long: a few tenths of a second, however
 * much is in it. While another transaction is open it cannot be done; then whoever comes next does it.
 */
export async function foldLog(connection: Connection, db: Database): Promise<void> {
  if (db.remote || logBytes(db.location) < LONGEST_LOG_BYTES) return
  if ((await connection.rows(statement("schema/any_document"))).length > 0) await db.makeRoom("texts")
  try {
    await connection.run("checkpoint")
  } catch (error) {
    if (!/other (write )?transactions? active/i.test(messageOf(error))) throw error
  }
}

/** How much of a database file's changes is only in its write-ahead log. */
function logBytes(path: string): number {
  return statSync(`${path}.wal`, { throwIfNoEntry: false })?.size ?? 0
}
