import { z } from "zod"
import { Count, JobReference, Timestamp } from "./fields.ts"
import { InlineRow } from "./prepare.ts"

const MOST_NODES = 10_000

/** The import of a whole taxonomy in one request, which goes on by itself. */
export const NodesRequest = z.strictObject({
  project_id: z.string().min(1).max(200),
  nodes: z
    .array(InlineRow)
    .min(1)
    .max(MOST_NODES, `at most ${MOST_NODES} nodes; send them in several imports`),
  options: z
    .strictObject({
      chunk_size: z.int().min(10).max(500).default(100),
      duplicates: z.enum(["skip", "update"]).default("skip"),
      max_retries: z.int().min(1).max(10).default(3),
    })
    .prefault({}),
})
export type NodesRequest = z.infer<typeof NodesRequest>

export const NodesAnswer = z.object({
  import_id: z.string(),
  total_nodes: Count,
  chunks: Count,
  stream_url: z.string(),
  status_url: z.string(),
})
export type NodesAnswer = z.infer<typeof NodesAnswer>

export const NodesStreamQuery = z.strictObject({ import_id: JobReference })
export type NodesStreamQuery = z.infer<typeof NodesStreamQuery>

const NodesTotals = z.object({
  processed: Count,
  total: Count,
  percentage: z.int().min(0).max(100),
  created: Count,
  updated: Count,
  /** Left as they were, or named more than once. */
  skipped: Count,
  failed: Count,
})

/** What GET /api/import/stream sends, by the name of the event. */
export const NodesEvents = z.object({
  progress: NodesTotals.extend({ chunk: Count, chunks: Count, eta_seconds: Count.nullable() }),
  /** The first thousand. */
  node_error: z.object({
    row: Count.nullable(),
    url: z.string().nullable(),
    code: z.string(),
    message: z.string(),
  }),
  heartbeat: z.object({ at: Timestamp }),
  complete: NodesTotals.extend({ import_id: z.string(), status: z.string() }),
  /** The import came to nothing, and waits for nobody. */
  failed: z.object({ code: z.string(), message: z.string() }),
})
export type NodesEvents = z.infer<typeof NodesEvents>

/** The daily update as one call: where the ZIP is. */
export const DailyUpdateRequest = z
  .strictObject({
    url: z.string().min(1).max(4000).optional(),
    filename: z.string().min(1).max(500).optional(),
  })
  .refine(({ url, filename }) => (url === undefined) !== (filename === undefined), {
    message: "name exactly one of url and filename",
  })
export type DailyUpdateRequest = z.infer<typeof DailyUpdateRequest>

export const DailyUpdateAnswer = z.object({ job_id: z.string(), progress_url: z.string() })
export type DailyUpdateAnswer = z.infer<typeof DailyUpdateAnswer>

export const IngestAnswer = z.object({
  batch_id: z.string(),
  total_documents: Count,
  status: z.literal("in_progress"),
  message: z.string(),
})
export type IngestAnswer = z.infer<typeof IngestAnswer>

/** `partial_failure` as soon as one document failed, be it all of them. What was there already counts as processed. */
export const IngestStatus = z.object({
  batch_id: z.string(),
  total_documents: Count,
  processed_count: Count,
  failed_count: Count,
  status: z.enum(["in_progress", "completed", "partial_failure"]),
  failed_documents: z.array(z.object({ filename: z.string(), error: z.string() })),
  estimated_completion_time: Timestamp.optional(),
  completed_at: Timestamp.optional(),
  processing_time_seconds: z.number().nonnegative().optional(),
})
export type IngestStatus = z.infer<typeof IngestStatus>
