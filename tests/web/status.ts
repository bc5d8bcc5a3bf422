import type { StatusAnswer } from "../../lib/contract/status.ts"
import { NO_COUNTS } from "../support/no-counts.ts"

/** The status of a finished import of contacts, but for what is given. */
export function statusOf(more: Partial<StatusAnswer>): StatusAnswer {
  return {
    job_id: "01a20233-a927-7c00-b91f-c16a894e5410",
    dataset: "contacts",
    status: "completed",
    held: null,
    outcome: "partial_failure",
    error: null,
    dry_run: false,
    title: "people.csv",
    extract_number: null,
    snapshot_date: null,
    started_at: "2025-10-07T12:00:00.000Z",
    started_by: "An",
    finished_at: "2025-10-07T12:00:02.000Z",
    overall_progress: {
      completed_batches: 2,
      failed_batches: 0,
      total_batches: 2,
      percentage: 100,
      rows_done: 801,
      rows_total: 801,
    },
    tables: {},
    counts: NO_COUNTS,
    embeddings: null,
    current_batch: null,
    next_batch: null,
    staging: null,
    rows_per_second: null,
    eta_seconds: null,
    failed_batches: [],
    driver: null,
    waits_for: null,
    warnings: [],
    row_errors: 1,
    blank_rows: 0,
    reconciles: true,
    actions: [],
    updated_at: "2025-10-07T12:00:02.000Z",
    ...more,
  }
}
