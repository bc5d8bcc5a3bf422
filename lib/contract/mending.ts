import { z } from "zod"
import { Count, Flag, NextCursor, PageQuery, sentObject, Timestamp } from "./fields.ts"
import { Held, JobStatus } from "./jobs.ts"

const Name = z.string().min(1).max(1000)

/** Cells by the headers of the file, or by the names of the columns. */
export const MendedValues = sentObject({ minLength: 0, maxLength: 100_000 })
export type MendedValues = z.infer<typeof MendedValues>

/** The operation a row that could not be used was for. */
export const MendedOperation = z.enum(["insert", "delete"])
export type MendedOperation = z.infer<typeof MendedOperation>

/** One row, by its number; table and operation where an import has several. Without values its draft holds. */
export const MendRow = z.strictObject({
  row: z.int().positive(),
  table: Name.optional(),
  operation: MendedOperation.optional(),
  /** Null gives the draft up. */
  values: MendedValues.nullable().optional(),
  /** Leaves the row out for good. */
  dismiss: z.boolean().optional(),
  reason: z.string().max(1000).optional(),
})
export type MendRow = z.infer<typeof MendRow>

/** A change of all rows alike: of those with `code`, in `column`, where it says `from`; empty where that is null. */
export const MendChange = z
  .strictObject({
    code: Name.optional(),
    table: Name.optional(),
    column: Name,
    from: z.string().max(100_000).nullable().optional(),
    to: z.string().max(100_000).nullable(),
    /** `from` is any part of a cell, and each such part is replaced. */
    within: z.boolean().optional(),
  })
  .refine(({ from, within }) => !within || (typeof from === "string" && from !== ""), {
    message: "say which part of a cell is to be replaced",
    path: ["from"],
  })
export type MendChange = z.infer<typeof MendChange>

/** Rows that are alike: of that kind, all there are. */
export const MendAlike = z.strictObject({
  table: Name.optional(),
  operation: MendedOperation.optional(),
  code: Name.optional(),
  column: Name.optional(),
})
export type MendAlike = z.infer<typeof MendAlike>

const ONE_OF = ["rows", "change", "drafts", "dismiss", "dismiss_rest"] as const

/**
 * Exactly one of `rows`, `change`, `drafts` (every row that has a draft), `dismiss` (rows that are left out, all that are alike) and
 * `dismiss_rest` (the rows beyond those that are kept). `draft` only
 * keeps what is said, `check` keeps nothing, and a `dry_run` of a change tells how many rows it is about.
 */
export const MendRequest = z
  .strictObject({
    rows: z.array(MendRow).min(1).max(10_000).optional(),
    change: MendChange.optional(),
    drafts: z.literal(true).optional(),
    dismiss: MendAlike.optional(),
    dismiss_rest: z.literal(true).optional(),
    reason: z.string().max(1000).optional(),
    draft: z.boolean().default(false),
    check: z.boolean().default(false),
    dry_run: z.boolean().default(false),
  })
  .refine((body) => ONE_OF.filter((name) => body[name] !== undefined).length === 1, {
    message: "say exactly one of rows, change, drafts, dismiss or dismiss_rest",
  })
  .refine((body) => !body.check || body.rows?.length === 1, {
    message: "check is about one row",
    path: ["rows"],
  })
  .refine((body) => !body.dry_run || body.change !== undefined, {
    message: "dry_run goes with change",
    path: ["dry_run"],
  })
export type MendRequest = z.infer<typeof MendRequest>

/** What is wrong with a cell, or with the row where there is no column; `header` is what the file calls it. */
export const MendFault = z.object({
  column: z.string().nullable(),
  header: z.string().nullable(),
  code: z.string(),
  message: z.string(),
})
export type MendFault = z.infer<typeof MendFault>

/** A row that stays what it was, and why. */
export const RefusedRow = z.object({
  table: z.string(),
  operation: MendedOperation,
  row: Count,
  column: z.string().nullable(),
  code: z.string(),
  message: z.string(),
})
export type RefusedRow = z.infer<typeof RefusedRow>

export const MendAnswer = z.object({
  /** Rows that are mended now; they are imported as the import is driven on. */
  accepted: Count,
  /** Rows nothing was said of, or that came back as they were: they are refused as before. */
  unchanged: Count,
  dismissed: Count,
  /** Rows of which what was said is kept, and no more. */
  drafted: Count,
  /** Rows a change for all alike is about. */
  changed: Count,
  /** The first thousand of them. */
  refused: z.array(RefusedRow),
  refused_total: Count,
  /** Of one row that is checked, or kept as a draft: all that is wrong with it now. */
  faults: z.array(MendFault).optional(),
  status: JobStatus,
  held: Held.nullable(),
})
export type MendAnswer = z.infer<typeof MendAnswer>

export const MendQuery = z.strictObject({
  table: Name.optional(),
  operation: MendedOperation.optional(),
  code: Name.optional(),
  column: Name.optional(),
  /** Only rows that have a draft, or only those that have none. */
  drafts: Flag.optional(),
  /** Where the page begins, counted from 0; instead of a cursor. */
  offset: z.coerce.number().int().min(0).max(1_000_000).optional(),
  ...PageQuery,
  limit: z.coerce.number().int().min(1).max(1_000).default(200),
})
export type MendQuery = z.infer<typeof MendQuery>

/** A column of a table of rows to mend. */
export const MendColumn = z.object({
  table: z.string(),
  /** What its cells go by. */
  header: z.string(),
  /** The declared column it is read for; null where nothing is made from it. */
  column: z.string().nullable(),
  kind: z.string().nullable(),
  required: z.boolean(),
  /** Masked for viewers. */
  sensitive: z.boolean(),
})
export type MendColumn = z.infer<typeof MendColumn>

export const MendDraft = z.object({
  values: MendedValues,
  by: z.string(),
  at: Timestamp,
  faults: z.array(MendFault),
})
export type MendDraft = z.infer<typeof MendDraft>

export const RowToMend = z.object({
  table: z.string(),
  operation: MendedOperation,
  row: Count,
  file: z.string(),
  line: Count.nullable(),
  /** In the order of the file. What had no column is `_more`, a row that could not be taken apart `_record`. */
  cells: MendedValues,
  faults: z.array(MendFault),
  draft: MendDraft.nullable(),
  /** False of rows of an earlier release. */
  mendable: z.boolean(),
})
export type RowToMend = z.infer<typeof RowToMend>

/** Rows that are wrong in the same way. */
export const MendGroup = z.object({
  table: z.string(),
  operation: MendedOperation,
  code: z.string(),
  column: z.string().nullable(),
  /** What the file calls the column. */
  header: z.string().nullable(),
  rows: Count,
  drafts: Count,
  /** Drafts nothing is wrong with any more. */
  ready: Count,
  /** What those without a draft say in that column, the most frequent first; null where it is empty. */
  values: z.array(z.object({ value: z.string().nullable(), rows: Count })),
})
export type MendGroup = z.infer<typeof MendGroup>

export const RowsToMendAnswer = z.object({
  /** Why none of it can be mended now; null where it can. */
  why_not: z.string().nullable(),
  columns: z.array(MendColumn),
  groups: z.array(MendGroup),
  counts: z.object({
    open: Count,
    drafts: Count,
    ready: Count,
    mended: Count,
    dismissed: Count,
    not_kept: Count,
  }),
  rows: z.array(RowToMend),
  /** Those the filter lets through. */
  total: Count,
  next_cursor: NextCursor,
})
export type RowsToMendAnswer = z.infer<typeof RowsToMendAnswer>
