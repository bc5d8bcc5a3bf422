import { useMemo } from "react"
import { isDrivable } from "../../lib/contract/drive-job.ts"
import { endpoints } from "../../lib/contract/endpoints.ts"
import type { BatchEntry } from "../../lib/contract/imports.ts"
import type { StatusAnswer } from "../../lib/contract/status.ts"
import { call } from "../client/call.ts"
import { usePolled, useReadWhen } from "../client/use-polled.ts"
import { createBatchReader } from "./batch-reader.ts"

const MOVING_MS = 1_000
const PAGE = 500
const NONE: BatchEntry[] = []

/** All batches of the import, read while it moves and once more when it has stopped. */
export function useBatches(status: StatusAnswer): BatchEntry[] {
  const { job_id } = status
  const { total_batches, completed_batches, failed_batches } = status.overall_progress
  const reader = useMemo(
    () =>
      createBatchReader((cursor) =>
        call(endpoints.batches, { params: { job_id }, query: { limit: PAGE, cursor } }),
      ),
    [job_id],
  )
  const moving = isDrivable(status)
  const key = total_batches > 0 ? `batches ${job_id}` : null
  const { data, refresh } = usePolled(key, () => reader(total_batches), moving ? MOVING_MS : 0)
  useReadWhen(moving ? "" : `${status.status} ${completed_batches} ${failed_batches}`, refresh)
  return data ?? NONE
}
