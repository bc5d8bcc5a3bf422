import { type Clock, systemClock } from "../clock.ts"
import { openDiskStore } from "./disk-store.ts"
import { rootOf, type S3Settings } from "./s3-client.ts"
import { openS3Store } from "./s3-store.ts"
import type { FileStore } from "./stored.ts"

/** `files` is an absolute path, or `s3://bucket/prefix`; then `s3` says how to get there. */
export interface StoreSettings {
  files: string
  s3: S3Settings | null
}

/** Where browsers send the parts of a file to; null where that is the server itself. */
export function storeOrigin({ files, s3 }: StoreSettings): string | null {
  return s3 === null ? null : new URL(rootOf(new URL(files).hostname, s3)).origin
}

/** Opens the store that was configured. */
export async function openStore(
  { files, s3 }: StoreSettings,
  clock: Clock = systemClock,
): Promise<FileStore> {
  return s3 === null ? openDiskStore(files, clock) : openS3Store(files, s3, clock)
}
