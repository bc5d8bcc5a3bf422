import { z } from "zod"
import { Count, NextCursor, Timestamp } from "./fields.ts"

/** `filename` is what prepare takes; `original_name` is what the person called the file. */
export const UploadAnswer = z.object({
  filename: z.string(),
  original_name: z.string(),
  bytes: Count,
  sha256: z.string(),
})
export type UploadAnswer = z.infer<typeof UploadAnswer>

export const StoredFile = z.object({
  filename: z.string(),
  bytes: Count,
  modified_at: Timestamp,
})
export type StoredFile = z.infer<typeof StoredFile>

/** Newest first. */
export const UploadsAnswer = z.object({ uploads: z.array(StoredFile), next_cursor: NextCursor })
export type UploadsAnswer = z.infer<typeof UploadsAnswer>
