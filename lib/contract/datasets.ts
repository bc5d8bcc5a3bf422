import { z } from "zod"
import { NextCursor } from "./fields.ts"

/** One option of a dataset as a form shows it. */
export const DatasetOption = z.object({
  name: z.string(),
  type: z.enum(["integer", "boolean", "text", "choice"]),
  description: z.string(),
  default: z.union([z.int(), z.boolean(), z.string(), z.null()]),
  min: z.int().optional(),
  max: z.int().optional(),
  choices: z.array(z.string()).optional(),
})
export type DatasetOption = z.infer<typeof DatasetOption>

export const DatasetColumn = z.object({
  header: z.string(),
  column: z.string(),
  type: z.string(),
  required: z.boolean(),
  aliases: z.array(z.string()),
})
export type DatasetColumn = z.infer<typeof DatasetColumn>

/** `table` is the key used on the wire (`activities`), `target` the SQL table (`activity`). */
export const DatasetTable = z.object({
  table: z.string(),
  target: z.string(),
  batch_size: z.int().positive(),
  columns: z.array(DatasetColumn),
})
export type DatasetTable = z.infer<typeof DatasetTable>

/** `example_file` is what GET /api/datasets/:dataset/example downloads. */
export const DatasetDeclaration = z.object({
  dataset: z.string(),
  title: z.string(),
  description: z.string(),
  accepts: z.array(z.string()),
  example_file: z.string(),
  options: z.array(DatasetOption),
  tables: z.array(DatasetTable),
})
export type DatasetDeclaration = z.infer<typeof DatasetDeclaration>

export const DatasetsAnswer = z.object({
  datasets: z.array(DatasetDeclaration),
  next_cursor: NextCursor,
})
export type DatasetsAnswer = z.infer<typeof DatasetsAnswer>
