import { z } from "zod"
import { Count, NextCursor, Timestamp } from "./fields.ts"

/**
 * `filename` is what prepare takes; `original_name` is what the person called the file. `sha256` is of all of it; null where
 * nobody asked for it of a file that came in parts.
 */
export const UploadAnswer = z.object({
  filename: z.string(),
  original_name: z.string(),
  bytes: Count,
  sha256: z.string().nullable(),
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

/** A file that is to be sent in parts: what it is called, how long it is, and whether it stays when it is imported. */
export const UploadRequest = z.strictObject({
  name: z.string().min(1).max(500),
  bytes: z.number().int().min(0),
  keep: z.boolean().default(true),
})
export type UploadRequest = z.infer<typeof UploadRequest>

/** Numbers count from 1. A part that is there has what the store calls its content; any other, where to PUT it. */
export const UploadPart = z.object({
  number: z.number().int(),
  url: z.string().optional(),
  etag: z.string().optional(),
})
export type UploadPart = z.infer<typeof UploadPart>

/** Every part but the last has `part_bytes` bytes. A url is where it is for a day, and takes the bytes as they are. */
export const PartedUpload = z.object({
  upload_id: z.string(),
  filename: z.string(),
  bytes: Count,
  part_bytes: Count,
  parts: z.array(UploadPart),
})
export type PartedUpload = z.infer<typeof PartedUpload>

/** What a call that stores a file answers: the file, or how to send it in parts. */
export const BegunUpload = z.union([PartedUpload, UploadAnswer])
export type BegunUpload = z.infer<typeof BegunUpload>

/** A part that this server has taken. */
export const PartAnswer = z.object({ number: z.number().int(), etag: z.string() })
export type PartAnswer = z.infer<typeof PartAnswer>

/**
 * `parts` are compared with what has arrived; left out, every part has to be there. `sha256` is compared with the content: with
 * its SHA-256, or with the SHA-256 over the SHA-256s of its parts of 8 MB, which can be worked out part by part.
 */
export const CompleteUploadRequest = z.strictObject({
  parts: z
    .array(z.strictObject({ number: z.number().int(), etag: z.string() }))
    .max(10_000)
    .optional(),
  sha256: z
    .string()
    .regex(/^[0-9a-f]{64}$/i, "must be 64 hexadecimal digits")
    .optional(),
})
export type CompleteUploadRequest = z.infer<typeof CompleteUploadRequest>

export const AbandonUploadAnswer = z.object({ success: z.boolean() })
export type AbandonUploadAnswer = z.infer<typeof AbandonUploadAnswer>
