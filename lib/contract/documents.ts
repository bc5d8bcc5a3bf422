import { z } from "zod"
import { Warning } from "./jobs.ts"

/** What became of one document of an import. */
export const DocumentResult = z.object({
  /** With its folders, where it came in some. */
  filename: z.string(),
  result: z.enum(["read", "skipped", "failed"]),
  /** Of a skipped one: the document that has its content, and whether that came with the same import. */
  same_as: z.string().nullable(),
  repeated: z.boolean(),
  /** Of a failed one. */
  error: z.object({ code: z.string(), message: z.string() }).nullable(),
  /** What of it could not be read, or may be wrong. */
  warnings: z.array(Warning),
})
export type DocumentResult = z.infer<typeof DocumentResult>
