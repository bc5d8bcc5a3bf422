import { z } from "zod"

/** RFC 9457: `code` is stable and for programs, `detail` says what happened and what to do next. */
export const ProblemAnswer = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  detail: z.string(),
  code: z.string(),
  job_id: z.string().optional(),
  errors: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
})
export type ProblemAnswer = z.infer<typeof ProblemAnswer>
