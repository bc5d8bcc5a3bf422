import { z } from "zod"
import { Count } from "./fields.ts"
import { JobStatus } from "./jobs.ts"

export const HealthAnswer = z.object({
  status: z.enum(["ok", "unavailable"]),
  database: z.enum(["reachable", "unreachable"]),
  schema_version: Count.nullable(),
})
export type HealthAnswer = z.infer<typeof HealthAnswer>

/** What one call of the scheduler did, job by job. */
export const DriveAnswer = z.object({
  jobs: z.array(z.object({ job_id: z.string(), status: JobStatus, batches_completed: Count })),
})
export type DriveAnswer = z.infer<typeof DriveAnswer>
