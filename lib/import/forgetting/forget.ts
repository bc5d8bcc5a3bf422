import { nowOf } from "../../clock.ts"
import { type Connection, transaction } from "../../db/connection.ts"
import { statement } from "../../db/statement.ts"
import type { Effects } from "../../effects.ts"
import { recordAudit } from "../../engine/jobs/jobs.ts"
import type { Person } from "../../formats/person.ts"
import { countedText } from "../../words.ts"
import { type Held, takeOutMentions } from "./mentions.ts"
import { overwriteFreed } from "./overwrite-freed.ts"
import { SLOTS, type Traces, tracesOf, undoSlots, uploadsOf } from "./traces.ts"
import { writeAnew } from "./write-anew.ts"

/** What became of them. */
export interface Forgotten extends Traces {
  /** Whether the database's file was written over; if not, call again. */
  overwritten: boolean
}

/**
 * Takes a person out of row errors, undo records, stored files and what else is kept of imports, and out of what the database's own
 * file still held of them; what is in the targets stays. Numbers stay, and the audit log of each import says so without saying whom.
 * Safe to run again. Throws as `tracesOf` does.
 */
export async function forgetPerson(
  { person, actor }: { person: Person; actor: string },
  effects: Effects,
): Promise<Forgotten> {
  const traces = await tracesOf(person, effects)
  const overwritten = await effects.db.use(async (connection) => {
    const begun = (await uploadsOf(connection, person)).filter(({ completed_at }) => completed_at === null)
    for (const upload of begun) await effects.store.abortParts(upload)
    await transaction(connection, () => takeOut(connection, person, traces, actor, effects))
    for (const filename of traces.files) await effects.store.remove(filename)
    // Also where nothing was found: an earlier call may have ended before this.
    if (!effects.db.remote) await writeAnew(connection)
    return overwriteFreed(connection, effects)
  })
  return { ...traces, overwritten }
}

async function takeOut(
  connection: Connection,
  person: Person,
  traces: Traces,
  actor: string,
  effects: Effects,
): Promise<void> {
  const values = { ...person }
  await connection.run(statement("forget/count_errors", SLOTS.row_errors), values)
  await connection.run(statement("forget/delete_errors", SLOTS.row_errors), values)
  await connection.run(statement("forget/empty_settled", SLOTS.settled), values)
  await connection.run(statement("forget/delete_undo", undoSlots()), values)
  await connection.run(statement("forget/empty_results", SLOTS.results), values)
  await takeOutMentions(connection, person)
  await connection.run(statement("forget/delete_uploads"), { files: JSON.stringify(traces.files) })
  for (const { job_id, what } of linesOf(traces)) {
    const line = { job_id, now: nowOf(effects), actor, event: "person.forgotten" }
    await recordAudit(connection, { ...line, detail: `${what} of a person removed` })
  }
}

function linesOf({ row_errors, undo_records, results, mentions, files }: Traces) {
  const told = (held: readonly Held[], what: (rows: number) => string) =>
    held.map(({ job_id, rows }) => ({ job_id, what: what(rows) }))
  return [
    ...told(row_errors, (rows) => countedText(rows, "row error")),
    ...told(undo_records, (rows) => countedText(rows, "undo record")),
    ...told(results, () => "what a dry run showed"),
    ...told(mentions, (rows) => countedText(rows, "mention")),
    ...(files.length > 0 ? [{ job_id: null, what: countedText(files.length, "stored file") }] : []),
  ]
}
