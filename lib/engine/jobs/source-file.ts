import { isoTime, nowOf } from "../../clock.ts"
import { classifyError } from "../../db/classify.ts"
import type { Connection } from "../../db/connection.ts"
import { statement } from "../../db/statement.ts"
import type { Effects } from "../../effects.ts"
import { discardGrowing } from "../../store/growing-file.ts"
import type { Job, JobSource } from "./jobs.ts"

/**
 * Removes the file of a source when it is ours alone, what there is of an unfinished download, and what it was converted to. A
 * stored file that an import is still preparing from stays: whoever sweeps uploads removes it.
 */
export async function discardSource({ source }: { source: JobSource }, effects: Effects): Promise<void> {
  const { temporary, filename, kind } = source
  if (temporary && filename !== null && !(kind === "stored" && (await isRead(filename, effects))))
    await effects.store.remove(filename)
  if (source.download) await discardGrowing(effects.store, source.download)
  if (source.converted) await discardGrowing(effects.store, source.converted)
}

async function isRead(filename: string, effects: Pick<Effects, "db">): Promise<boolean> {
  const sql = statement("jobs/preparing_from")
  return (await effects.db.use((connection) => connection.rows(sql, { filename }))).length > 0
}

/** What is known of the content, whichever copy of it is read. */
const OF_CONTENT = ["headers", "header_digest", "reading", "documents", "converted"] as const

/** Notes that a job goes on with another copy of its content. */
export async function setCopy(
  connection: Connection,
  { job_id, source }: Pick<Job, "job_id" | "source">,
  copy: JobSource,
  effects: Effects,
): Promise<void> {
  const known = Object.fromEntries(OF_CONTENT.map((name) => [name, source[name]]))
  const values = { job_id, source: JSON.stringify({ ...known, ...copy }), now: nowOf(effects) }
  await connection.run(statement("jobs/set_source"), values)
}

/**
 * Has a job's source to oneself until `deadline`, in milliseconds, or until it is left or set; answers what to leave it with. Null
 * while another call has it: two would bring the same bytes.
 */
export async function takeSource(
  connection: Connection,
  { job_id, source }: Pick<Job, "job_id" | "source">,
  deadline: number,
  effects: Pick<Effects, "clock">,
): Promise<string | null> {
  const taken_until = isoTime(deadline)
  const values = { job_id, source: JSON.stringify({ ...source, taken_until }), now: nowOf(effects) }
  try {
    return (await connection.run(statement("jobs/take_source"), values)) === 1 ? taken_until : null
  } catch (error) {
    if (classifyError(error) === "conflict") return null
    throw error
  }
}

/** Notes how far it has come. False where another call has it by now: one that outlived its time has nothing to say any more. */
export async function leaveSource(
  connection: Connection,
  job_id: string,
  { taken_until, source }: { taken_until: string; source: JobSource },
  effects: Pick<Effects, "clock">,
): Promise<boolean> {
  const values = { job_id, taken_until, source: JSON.stringify(source), now: nowOf(effects) }
  return (await connection.run(statement("jobs/leave_source"), values)) === 1
}
