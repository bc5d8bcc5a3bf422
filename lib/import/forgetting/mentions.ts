import type { Connection } from "../../db/connection.ts"
import { expression, Fragment, identifier, statement } from "../../db/statement.ts"
import { type Person, withoutPerson } from "../../formats/person.ts"

/** Rows of an import that hold a person. */
export interface Held {
  /** Null of what is kept of no import. */
  job_id: string | null
  title: string
  rows: number
}

/** What of an import's own row may name a person. */
interface Naming {
  job_id: string
  title: string
  options: Record<string, unknown>
  source: unknown
  warnings: unknown
  error: unknown
}

const JOB_TEXT = `concat_ws('"', j.title, j.options, j.source, j.warnings, j.error)`

/** Texts beside the rows themselves: a column of a table each. */
const TEXTS = [
  { table: "import_job_batches", column: "error" },
  { table: "import_job_files", column: "file" },
  { table: "import_row_errors", column: "file" },
  { table: "import_settled_rows", column: "file" },
  { table: "import_settled_rows", column: "reason" },
  { table: "import_audit", column: "detail" },
  ...["address", "data", "body", "answer"].map((column) => ({ table: "outbox", column })),
  { table: "feed", column: "notify" },
  { table: "feed_run", column: "message" },
]

const named = (text: string) => expression("pieces/names_person", { text: new Fragment(text) })

/** Imports that name a person beside their rows: in what they were asked for, in what they say, in names of files, or in the audit log. */
export async function mentionsOf(connection: Connection, person: Person): Promise<Held[]> {
  const slots = {
    in_error: named("error"),
    in_file: named("file"),
    in_detail: named("detail"),
    in_reason: named("reason"),
    in_notice: named(`concat_ws('"', address, data, body, answer)`),
    in_notify: named("notify"),
    in_message: named("message"),
  }
  const records = await connection.rows<Held>(statement("forget/naming_records", slots), { ...person })
  const found = new Map(records.map((held) => [held.job_id, held]))
  for (const { job_id, title } of await namingJobs(connection, person)) {
    const rows = (found.get(job_id)?.rows ?? 0) + 1
    found.set(job_id, { job_id, title, rows })
  }
  return [...found.values()].map((held) => ({ ...held, title: withoutPerson(held.title, person) }))
}

/** Those of which something changes when the person is taken out: what looks like a number of theirs may count bytes. */
async function namingJobs(connection: Connection, person: Person): Promise<Naming[]> {
  const sql = statement("forget/naming_jobs", { person: named(JOB_TEXT) })
  const jobs = await connection.rows<Naming>(sql, { ...person })
  return jobs.filter((job) => JSON.stringify(renamed(job, person)) !== JSON.stringify(job))
}

function renamed(job: Naming, person: Person): Naming {
  const { notify_email, ...options } = job.options
  const kept = notify_email !== undefined && withoutPerson(notify_email, person) === notify_email
  return withoutPerson({ ...job, options: { ...options, ...(kept && { notify_email }) } }, person)
}

/** Takes the person out of all of it. Run in the caller's transaction. */
export async function takeOutMentions(connection: Connection, person: Person): Promise<void> {
  const jobs = (await namingJobs(connection, person)).map((job) => renamed(job, person))
  if (jobs.length > 0) await connection.run(statement("forget/rename_jobs"), { jobs: JSON.stringify(jobs) })
  for (const { table, column } of TEXTS) {
    const slots = {
      table: identifier(table),
      column: identifier(column),
      without: expression("pieces/without_person", { text: new Fragment(`${column}::varchar`) }),
      person: named(`${column}::varchar`),
    }
    await connection.run(statement("forget/rename_in", slots), { ...person })
  }
}
