import { z } from "zod"
import { Counts, Embeddings, RowCounts } from "./counts.ts"
import { DocumentResult } from "./documents.ts"
import { Count, DateOnly, Flag, JsonValue } from "./fields.ts"
import { ImportSummary, RowError } from "./imports.ts"
import { Operation, Warning } from "./jobs.ts"
import { TableProgress } from "./status.ts"

/** `errors: false` leaves the list of row errors out of the JSON, for whoever wants the counts only. */
export const ReportQuery = z.strictObject({
  format: z.enum(["json", "csv", "pdf"]).default("json"),
  errors: Flag.default(true),
})
export type ReportQuery = z.infer<typeof ReportQuery>

export const ReportJob = ImportSummary.extend({
  snapshot_date: DateOnly.nullable(),
  source: z.string(),
  blank_rows: Count,
  /** As they were asked for, defaults filled in. */
  options: z.record(z.string(), z.unknown()),
})
export type ReportJob = z.infer<typeof ReportJob>

/** One table and operation: every row read must be accounted for by exactly one count. */
export const Reconciliation = z.object({
  table: z.string(),
  operation: Operation,
  read: Count,
  counts: RowCounts,
  accounted: Count,
  reconciles: z.boolean(),
})
export type Reconciliation = z.infer<typeof Reconciliation>

const ChangedRow = z.record(z.string(), JsonValue)

/** One row a dry run would touch: `before` is null for a new row, `after` for a closed one. */
export const SampleChange = z.object({
  kind: z.enum(["new", "changed", "closed"]),
  before: ChangedRow.nullable(),
  after: ChangedRow.nullable(),
})
export type SampleChange = z.infer<typeof SampleChange>

/** What a dry run found for a table; `sample` holds at most ten. */
export const TableChanges = z.object({
  new: Count,
  changed: Count,
  unchanged: Count,
  closed: Count,
  duplicate: Count,
  failed: Count,
  sample: z.array(SampleChange),
})
export type TableChanges = z.infer<typeof TableChanges>

/** What an import that is ready would do, table by table, while nothing of it is applied. Tables without an identity are left out. */
export const CheckAnswer = z.object({ job_id: z.string(), changes: z.record(z.string(), TableChanges) })
export type CheckAnswer = z.infer<typeof CheckAnswer>

/** Row errors beyond the first 100,000 of an import, which are counted and not kept. */
export const ErrorsNotKept = z.object({
  table: z.string(),
  operation: Operation,
  code: z.string(),
  column: z.string().nullable(),
  count: Count,
})
export type ErrorsNotKept = z.infer<typeof ErrorsNotKept>

/** What an import did, but for the single rows that could not be used. */
export const ReportSummary = z.object({
  job: ReportJob,
  /** What matters most comes first. */
  warnings: z.array(Warning),
  /** Of an import of documents: what became of each. */
  documents: z.array(DocumentResult).optional(),
  tables: z.record(z.string(), TableProgress),
  /** Of all tables together. */
  counts: Counts,
  reconciliation: z.array(Reconciliation),
  /** Null where the rows have none. */
  embeddings: Embeddings.nullable(),
  errors_by_code: z.record(z.string(), Count),
  /** Over all codes; as CSV there is every one of them that is kept. */
  errors_total: Count,
  errors_not_kept: z.array(ErrorsNotKept),
  duration_seconds: z.number().nonnegative().nullable(),
  changes: z.record(z.string(), TableChanges).optional(),
})
export type ReportSummary = z.infer<typeof ReportSummary>

/** `errors_listed` is less than `errors_total` when there were more than fit into one answer. */
export const ReportAnswer = ReportSummary.extend({
  errors: z.array(RowError),
  errors_listed: Count,
})
export type ReportAnswer = z.infer<typeof ReportAnswer>
