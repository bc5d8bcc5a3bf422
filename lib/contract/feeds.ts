import { z } from "zod"
import { Count } from "./fields.ts"
import { Warning } from "./jobs.ts"
import { ImportOptions } from "./options.ts"

/** Where a feed's files come from: the KBO portal, a URL (also with {yyyy}, {MM}, {dd}), or stored files whose names begin alike. */
export const FeedSource = z.union([
  z.strictObject({ kbo: z.literal(true) }),
  z.strictObject({ url: z.string().min(1).max(4000) }),
  z.strictObject({ prefix: z.string().min(1).max(500) }),
])
export type FeedSource = z.infer<typeof FeedSource>

const WebUrl = z.url({ protocol: /^https?$/ }).max(2000)

/** What a feed leaves to itself is not for its options. */
const FeedOptions = ImportOptions.omit({
  run: true,
  dry_run: true,
  notify_email: true,
  webhook_url: true,
  ping_url: true,
})

const FIELDS = {
  name: z.string().trim().min(1).max(100),
  source: FeedSource,
  options: FeedOptions.prefault({}),
  /** A cron expression of five fields, in the time zone. */
  schedule: z.string().trim().min(1).max(100),
  time_zone: z.string().min(1).max(60),
  notify: z.email().max(254).nullable(),
  webhook_url: WebUrl.nullable(),
  ping_url: WebUrl.nullable(),
  /** Days without new data after which somebody is told; null for never. */
  stale_after: z.number().positive().max(366).nullable(),
  paused: z.boolean(),
}

/** A feed to be made; what is left out has defaults, of the KBO portal the schedule too. */
export const FeedRequest = z.strictObject({ ...FIELDS, dataset: z.string().min(1).max(60) }).partial({
  schedule: true,
  time_zone: true,
  notify: true,
  webhook_url: true,
  ping_url: true,
  stale_after: true,
  paused: true,
})
export type FeedRequest = z.infer<typeof FeedRequest>

/** What is to be different; its dataset stays. */
export const FeedChangeRequest = z.strictObject({ ...FIELDS, options: FeedOptions }).partial()
export type FeedChangeRequest = z.infer<typeof FeedChangeRequest>

export const FeedRun = z.object({
  run_id: z.string(),
  /** When it was due; null of one that was asked for. */
  due_at: z.string().nullable(),
  begun_at: z.string(),
  ended_at: z.string().nullable(),
  started_by: z.string(),
  result: z.enum(["running", "imported", "nothing_new", "waiting", "failed"]),
  message: z.string().nullable(),
  /** Due times before it at which nobody was there. */
  missed: Count,
  jobs: z.array(z.string()),
})
export type FeedRun = z.infer<typeof FeedRun>

export const Feed = z.object({
  feed_id: z.string(),
  name: z.string(),
  dataset: z.string(),
  source: FeedSource,
  options: z.record(z.string(), z.unknown()),
  schedule: z.string(),
  time_zone: z.string(),
  notify: z.string().nullable(),
  webhook_url: z.string().nullable(),
  ping_url: z.string().nullable(),
  stale_after: z.number().nullable(),
  paused: z.boolean(),
  /** Why it was stopped, where nobody paused it. */
  paused_reason: z.string().nullable(),
  next_run_at: z.string().nullable(),
  last_run: FeedRun.nullable(),
  /** An import of it waits for a person, now. */
  waits: z.boolean(),
  /** Why somebody who is to be told is not. */
  warnings: z.array(Warning),
  failing: z.boolean(),
  stale: z.boolean(),
  /** Of the register the day its data was true, of others when it came. */
  data_at: z.string().nullable(),
})
export type Feed = z.infer<typeof Feed>

/** The extract the register is at, and the day it tells of. */
export const RegisterStand = z.object({ extract_number: z.int(), snapshot_date: z.string().nullable() })
export type RegisterStand = z.infer<typeof RegisterStand>

/** `register` is left out while nothing of it is imported, and for whom it is out of reach. */
export const FeedsAnswer = z.object({ feeds: z.array(Feed), register: RegisterStand.optional() })
export type FeedsAnswer = z.infer<typeof FeedsAnswer>

/** `due`: only if it is due, or its run goes on. */
export const FeedRunRequest = z.strictObject({ due: z.boolean().default(false) })

/** While `result` is `running`, call again, or leave it to the scheduler. Null where it was not due. */
export const FeedRunAnswer = z.object({ run: FeedRun.nullable() })
export type FeedRunAnswer = z.infer<typeof FeedRunAnswer>

export const FeedRunsQuery = z.strictObject({ limit: z.coerce.number().int().min(1).max(500).default(30) })
export const FeedRunsAnswer = z.object({ runs: z.array(FeedRun) })
export type FeedRunsAnswer = z.infer<typeof FeedRunsAnswer>

export const FeedRemoved = z.object({ removed: z.literal(true) })
