import type { InlineRow } from "../../contract/index.ts"
import type { ReceivedFile } from "../../store/stored.ts"

/** What a request to prepare names as its source. */
export type PrepareSource =
  | { kind: "url"; url: string }
  | { kind: "stored"; filename: string }
  | { kind: "several"; filenames: readonly string[]; metadata?: string | undefined }
  | { kind: "rows"; rows: readonly InlineRow[] }
  | { kind: "upload"; files: readonly ReceivedFile[]; metadata?: ReceivedFile | undefined }
  | { kind: "job"; job_id: string }
