import { z } from "zod"
import { JobReference, JsonValue, NextCursor } from "./fields.ts"

/** What an import has done to a row. */
export const RowChange = z.enum(["inserted", "updated", "merged", "closed"])
export type RowChange = z.infer<typeof RowChange>

export const DataFormat = z.enum(["json", "csv", "parquet"])
export type DataFormat = z.infer<typeof DataFormat>

const extract = z.string().regex(/^\d{1,9}$/)

/**
 * `change` is of the import `job_id`; without it, all that it has done. `at` is an extract or a day, `search` words that all
 * have to be in a row, `sort` a column, with `-` in front from the last to the first. A file has all rows, so that it takes
 * neither `cursor` nor `limit`.
 */
export const DataQuery = z
  .strictObject({
    job_id: JobReference.optional(),
    change: RowChange.optional(),
    at: z
      .union([z.iso.date(), extract], "must be the number of an extract, or a day as 2025-01-31")
      .optional(),
    search: z.string().trim().min(1).max(100).optional(),
    sort: z.string().min(1).max(100).optional(),
    cursor: z.string().min(1).max(4_000).optional(),
    limit: z.coerce.number().int().min(1).max(1_000).optional(),
    format: DataFormat.default("json"),
  })
  .refine(({ format, cursor, limit }) => format === "json" || (cursor ?? limit) === undefined, {
    path: ["format"],
    message: "a file has all rows: leave out limit and cursor",
  })
export type DataQuery = z.infer<typeof DataQuery>

/** A row by its columns; in a register, `id` is what its identity consists of. */
export const DataRow = z.object({ id: z.string() }).catchall(JsonValue)
export type DataRow = z.infer<typeof DataRow>

export const DataAnswer = z.object({ rows: z.array(DataRow), next_cursor: NextCursor })
export type DataAnswer = z.infer<typeof DataAnswer>
