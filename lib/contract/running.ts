import { z } from "zod"
import { Count, JobReference } from "./fields.ts"

export const DiagnoseQuery = z.strictObject({ job_id: JobReference.optional() })
export type DiagnoseQuery = z.infer<typeof DiagnoseQuery>

/** One thing that is not as it should be, in words. */
export const Finding = z.object({
  code: z.string(),
  job_id: z.string().nullable(),
  title: z.string().nullable(),
  table: z.string().nullable(),
  operation: z.string().nullable(),
  count: Count,
  message: z.string(),
  /** What to do about it. */
  advice: z.string(),
})
export type Finding = z.infer<typeof Finding>

export const DiagnoseAnswer = z.object({ findings: z.array(Finding) })
export type DiagnoseAnswer = z.infer<typeof DiagnoseAnswer>
