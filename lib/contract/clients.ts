import { z } from "zod"
import { Count, JobReference, Timestamp } from "./fields.ts"
import { Warning } from "./jobs.ts"
import { Duplicates, ImportOptions } from "./options.ts"
import { InlineRow } from "./prepare.ts"

const MOST_NODES = 10_000

/** The import of a whole taxonomy in one request, which goes on by itself. */
export const NodesRequest = z.strictObject({
  project_id: z.string().trim().min(1).max(200),
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

/** It is a person's turn: the import is held because of its bad rows, paused, failed, cancelled or undone. */
const Stopped = z.object({ import_id: z.string(), status: z.string(), message: z.string() })

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
  progress: NodesTotals.extend({ chunk: Count, chunks: Count, eta_seconds: Count }),
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
  stopped: Stopped,
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

/** The stored file that may be imported as the next daily update; or, without one, a sentence that says how to get it. */
export const NextDailyUpdate = z.object({ filename: z.string().nullable(), reason: z.string().nullable() })
export type NextDailyUpdate = z.infer<typeof NextDailyUpdate>

/** How the calls about batches of documents refuse; the code is in capitals. */
export const ErrorObject = z.object({ error: z.object({ code: z.string(), message: z.string() }) })

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
  /** Processed, but not taken in a second time: `same_as` is the file name of the document that has the same content. */
  skipped_documents: z.array(z.object({ filename: z.string(), reason: z.string(), same_as: z.string() })),
  estimated_completion_time: Timestamp.optional(),
  completed_at: Timestamp.optional(),
  processing_time_seconds: z.number().nonnegative().optional(),
})
export type IngestStatus = z.infer<typeof IngestStatus>

/** How a prepared import of contacts is to be executed; what is left out stays as it was prepared. */
export const ExecuteRequest = z.strictObject({
  import_id: z.string().max(100).optional(),
  duplicate_strategy: Duplicates.optional(),
  skip_errors: z.boolean().optional(),
  batch_size: ImportOptions.shape.batch_size,
  notification_email: ImportOptions.shape.notify_email.nullable(),
})
export type ExecuteRequest = z.infer<typeof ExecuteRequest>

/** What POST /api/imports/:job_id/execute sends, by the name of the event. */
export const ContactsEvents = z.object({
  /** What was asked for and cannot be done, such as a mail without a mail server. */
  warning: Warning,
  progress: z.object({
    /** Per cent, with one decimal. */
    progress: z.number().min(0).max(100),
    processed: Count,
    total: Count,
    /** Added or changed. */
    success: Count,
    /** What did not land although it could be read. */
    failed: Count,
    /** What could not be read as a contact. */
    skipped: Count,
    /** There already, or named before in the same file: left alone, updated or merged, as the strategy says. */
    duplicates: Count,
    current_batch: Count,
    total_batches: Count,
    eta_seconds: Count,
    speed_per_minute: Count,
  }),
  complete: z.object({
    import_id: z.string(),
    total_contacts: Count,
    successfully_imported: Count,
    /** As `failed` of the progress. */
    failed_contacts: Count,
    /** As `skipped` of the progress; the error log has these too. */
    skipped_contacts: Count,
    duplicate_contacts: Count,
    import_duration_ms: Count,
    /** The first hundred. */
    error_log: z.array(
      z.object({
        row: Count.nullable(),
        line: Count.nullable(),
        column: z.string().nullable(),
        value: z.string().nullable(),
        code: z.string(),
        message: z.string(),
      }),
    ),
    report_url: z.string(),
  }),
  stopped: Stopped,
})
export type ContactsEvents = z.infer<typeof ContactsEvents>
