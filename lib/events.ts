/** One batch, as events name it. */
interface BatchOf {
  job_id: string
  table: string
  batch: number
  operation: string
}

/** One import of documents, by both names it has: clients of /api/v1 call it a batch. */
interface IngestionOf {
  batch_id: string
  job_id: string
}

/**
 * Everything that happens and is worth a line in the log, named noun.past_tense. Verbs emit these;
 * who listens is decided where the effects are put together. No event carries a secret or a whole row.
 */
export type SluiceEvent =
  | { type: "import.refused"; dataset: string; actor: string; code: string }
  | { type: "job.created"; job_id: string; dataset: string; source: string; actor: string }
  | {
      type: "job.prepared"
      job_id: string
      dataset: string
      batches: number
      rows: number
      duration_ms: number
    }
  | { type: "job.moved"; job_id: string; from: string; to: string; actor: string }
  | { type: "job.finalized"; job_id: string; outcome: string; names_resolved: number }
  | {
      type: "job.rolled_back"
      job_id: string
      rows_removed: number
      rows_restored: number
      rows_kept: number
    }
  | {
      type: "chunk.staged"
      job_id: string
      table: string
      file: string
      rows: number
      bytes_read: number
    }
  | ({ type: "ingestion.started"; documents: number } & IngestionOf)
  | ({ type: "document.started"; filename: string } & IngestionOf)
  | ({
      type: "document.finished"
      filename: string
      duration_ms: number
      /** Codes of what it is to be warned of. */
      warnings?: readonly string[]
    } & IngestionOf)
  | ({
      type: "document.failed"
      filename: string
      code: string
      error: string
      duration_ms: number
    } & IngestionOf)
  | ({
      type: "ingestion.finished"
      outcome: string
      documents: number
      processed: number
      /** Of those processed: their content was there. */
      skipped: number
      failed: number
      duration_ms: number
    } & IngestionOf)
  | ({ type: "batch.claimed"; attempt: number; driver: string } & BatchOf)
  | {
      type: "stride.released"
      job_id: string
      table: string
      operation: string
      batches: number
      message: string
    }
  | ({ type: "batch.completed"; attempt: number; records: number; duration_ms: number } & BatchOf)
  | ({ type: "batch.failed"; attempt: number; code: string; message: string; retryable: boolean } & BatchOf)
  | ({ type: "batch.split"; into: number } & BatchOf)
  | ({ type: "claim.lost"; attempt: number } & BatchOf)
  | { type: "row.rejected"; job_id: string; table: string; row: number; code: string }
  | { type: "source.downloaded"; host: string; bytes: number; duration_ms: number }
  | { type: "upload.received"; filename: string; bytes: number; actor: string }
  | { type: "memory.pressed"; used_mb: number; budget_mb: number }
  | {
      type: "request.refused"
      method: string
      path: string
      status: number
      code: string
      /** The name of the key, or `anonymous`. */
      actor: string
      /** Where the request came from. */
      address: string
    }
  | { type: "audit.failed"; message: string }
  | {
      type: "request.failed"
      error_id: string
      method: string
      path: string
      message: string
      stack: string | null
    }
  | { type: "database.unreachable"; message: string }
  | { type: "mail.sent"; job_id: string | null; to: string }
  | { type: "mail.failed"; job_id: string | null; message: string }
  | { type: "webhook.sent"; job_id: string | null; to: string }
  | { type: "ping.sent"; job_id: string | null; to: string }
  | { type: "webhook.failed"; job_id: string | null; message: string }
  | { type: "ping.failed"; job_id: string | null; message: string }
  | { type: "feed.ran"; feed: string; result: string }
  | { type: "watch.failed"; job_id: string; message: string }
  | { type: "drive.failed"; message: string }
  | { type: "drive.waiting"; job_id: string; code: string }
  | { type: "promise.rejected"; message: string; stack: string | null }
  | { type: "settings.unworkable"; variables: string[] }
  | { type: "server.started"; url: string }
  | { type: "server.stopped"; reason: string }

export type EventType = SluiceEvent["type"]

/** Tells whoever listens; never throws and never waits. */
export type Emit = (event: SluiceEvent) => void

/** The id of an import of documents, as its events have it. */
export const ingestionOf = (job_id: string): IngestionOf => ({ batch_id: job_id, job_id })
