import { nowOf } from "../../clock.ts"
import type { ImportOptions, Warning } from "../../contract/index.ts"
import type { Dataset } from "../../datasets/declaration.ts"
import { afterCommit, type Connection } from "../../db/connection.ts"
import { codeVersion } from "../../db/migrate.ts"
import { statement } from "../../db/statement.ts"
import type { Effects } from "../../effects.ts"
import type { OpenSource } from "../../reading/index.ts"
import { type JobSource, recordAudit } from "../jobs/jobs.ts"
import type { AcquiredSource } from "./acquire.ts"
import { assertStarts } from "./starts.ts"

/** What a job is opened with. */
export interface Opening {
  job_id: string
  dataset: Dataset
  options: ImportOptions
  actor: string
  /** Of one whose source was taken, see takeSource. */
  taken_until?: string
}

/** What is known of a source when its job is made. */
export interface ContentFacts {
  title: string
  source: JobSource
  content_hash: string | null
  extract_number: number | null
  extract_type: string | null
  snapshot_date: string | null
  warnings: Warning[]
}

/** Of a source that is still being fetched or read. */
export const UNKNOWN = {
  content_hash: null,
  extract_number: null,
  extract_type: null,
  snapshot_date: null,
  warnings: [],
}

export function factsOf(got: AcquiredSource, opened: OpenSource, warnings: Warning[]): ContentFacts {
  const { title, extract_number, extract_type, snapshot_date } = opened
  const { source, content_hash } = got
  const { headers, header_digest, reading } = opened
  const read = {
    ...(headers && { headers }),
    ...(header_digest && { header_digest }),
    ...(reading && { reading }),
  }
  const kept = { ...source, ...read }
  return { title, extract_number, extract_type, snapshot_date, source: kept, content_hash, warnings }
}

/** Opens a job, in the caller's transaction. Throws Problem 429 where too many were begun. */
export async function createJob(
  connection: Connection,
  opening: Opening,
  facts: ContentFacts,
  effects: Effects,
) {
  const now = nowOf(effects)
  const { job_id, dataset, options, actor } = opening
  await assertStarts(connection, dataset, actor, effects)
  await connection.run(statement("jobs/create"), {
    job_id,
    dataset: dataset.name,
    project_id: options.project_id ?? null,
    dry_run: options.dry_run,
    options: JSON.stringify(options),
    schema_version: codeVersion(),
    started_by: actor,
    now,
    ...bound(facts),
  })
  await recordAudit(connection, {
    job_id,
    now,
    actor,
    event: "job.created",
    to: "preparing",
    detail: facts.source.name,
  })
  const created = {
    type: "job.created" as const,
    job_id,
    dataset: dataset.name,
    source: facts.source.name,
    actor,
  }
  afterCommit(connection, () => effects.emit(created))
}

/** Tells a job that is open what its source turned out to be. */
export async function setContent(
  connection: Connection,
  job_id: string,
  facts: ContentFacts,
  effects: Effects,
) {
  await connection.run(statement("jobs/set_content"), { job_id, now: nowOf(effects), ...bound(facts) })
}

function bound(facts: ContentFacts) {
  return { ...facts, source: JSON.stringify(facts.source), warnings: JSON.stringify(facts.warnings) }
}

/** Rows that the batches of keyed tables collide on; made here, where only one call at a time can. */
export async function ensureLocks(connection: Connection, dataset: Dataset): Promise<void> {
  for (const table of dataset.tables.filter((one) => one.policy === "keyed")) {
    await connection.run(statement("locks/ensure"), { name: table.name })
  }
}

/** Makes the files of a job that are staged one by one. */
export async function createFiles(
  connection: Connection,
  job_id: string,
  opened: OpenSource,
  now: string,
): Promise<void> {
  const files = opened.files.map((file) => ({
    table_name: file.table.name,
    operation: file.operation,
    file: file.name,
    bytes_total: file.bytes,
  }))
  await connection.run(statement("files/create"), { job_id, files: JSON.stringify(files), now })
}
