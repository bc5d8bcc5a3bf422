import { functionOf } from "../lib/http/calls.ts"
import { dailyUpdate, importNodes } from "./_clients.ts"
import { ingest } from "./_ingest.ts"
import { prepare } from "./_prepare.ts"
import { completeUpload } from "./_uploads.ts"

/** What brings a source in, which takes longest. */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = functionOf("prepare", {
  prepare,
  completeUpload,
  importNodes,
  dailyUpdate,
  ingest,
})
