import { z } from "zod"
import { Count } from "./fields.ts"

/** What somebody outside is told. */
export const NoticeEvent = z.enum([
  "import.finished",
  "import.failed",
  "import.waiting",
  "feed.failed",
  "data.stale",
  "data.fresh",
  "feed.ran",
  "webhook.off",
  "webhook.test",
])
export type NoticeEvent = z.infer<typeof NoticeEvent>

/** To the webhook that is configured where none is named. */
export const WebhookTestRequest = z.strictObject({
  webhook_url: z
    .url({ protocol: /^https?$/ })
    .max(2000)
    .optional(),
})

/** `answer` is the receiver's status, or why it could not be reached. */
export const WebhookTestAnswer = z.object({ delivered: z.boolean(), answer: z.string() })
export type WebhookTestAnswer = z.infer<typeof WebhookTestAnswer>

export const DeliveriesQuery = z.strictObject({
  job_id: z.string().optional(),
  feed_id: z.string().optional(),
  limit: z.coerce.number().int().min(1).max(500).default(50),
})
export type DeliveriesQuery = z.infer<typeof DeliveriesQuery>

/** One thing that was, or is to be, told; of its address only what it is known again by. */
export const Delivery = z.object({
  delivery_id: z.string(),
  channel: z.enum(["mail", "webhook", "ping"]),
  to: z.string(),
  event: NoticeEvent,
  job_id: z.string().nullable(),
  feed_id: z.string().nullable(),
  status: z.enum(["due", "sending", "delivered", "failed"]),
  attempts: Count,
  answer: z.string().nullable(),
  created_at: z.string(),
  due_at: z.string(),
  settled_at: z.string().nullable(),
})
export type Delivery = z.infer<typeof Delivery>

export const DeliveriesAnswer = z.object({ deliveries: z.array(Delivery) })
export type DeliveriesAnswer = z.infer<typeof DeliveriesAnswer>
