import { z } from "zod"
import { Timestamp } from "./fields.ts"
import { StatusAnswer } from "./status.ts"

/**
 * What GET /api/imports/:job_id/events sends, by the name of the event. A `progress` is the whole status, with an
 * id that is the same wherever it is asked for; sent back as Last-Event-ID, the same one does not come again.
 */
export const ImportEvents = z.object({
  progress: StatusAnswer,
  heartbeat: z.object({ at: Timestamp }),
  /** After `finished` there is nothing more to come; after the others the caller connects again. */
  end: z.object({ reason: z.enum(["finished", "time", "interrupted"]) }),
})
export type ImportEvents = z.infer<typeof ImportEvents>
