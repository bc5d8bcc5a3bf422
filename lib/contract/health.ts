import { z } from "zod"
import { Count } from "./fields.ts"
import { JobStatus } from "./jobs.ts"

/** A setting that cannot work: what is wrong with it and what to set, never its value. */
export const SettingProblem = z.object({ variable: z.string(), problem: z.string(), advice: z.string() })
export type SettingProblem = z.infer<typeof SettingProblem>

/** What keeps the service from doing all it should, and passes by itself: imports wait for it, and reading goes on. */
export const Hindrance = z.object({ code: z.string(), detail: z.string() })
export type Hindrance = z.infer<typeof Hindrance>

export const HealthAnswer = z.object({
  /** Degraded: it answers, but a disk is full or the store is away. */
  status: z.enum(["ok", "degraded", "unavailable", "misconfigured"]),
  /** Nobody looks for it where the settings cannot work. */
  database: z.enum(["reachable", "unreachable", "unknown"]),
  schema_version: Count.nullable(),
  /** Why it is degraded. */
  reasons: z.array(Hindrance).optional(),
  /** Every setting that cannot work, when it is misconfigured. */
  problems: z.array(SettingProblem).optional(),
  /** What to do, where its schema is of another version. */
  detail: z.string().optional(),
})
export type HealthAnswer = z.infer<typeof HealthAnswer>

/** What one call of the scheduler did, job by job. */
export const DriveAnswer = z.object({
  jobs: z.array(z.object({ job_id: z.string(), status: JobStatus, batches_completed: Count })),
})
export type DriveAnswer = z.infer<typeof DriveAnswer>
