/** A file that is being sent in parts, as this browser remembers it: a reload or a lost connection does not end it. */
export interface RememberedUpload {
  upload_id: string
  name: string
  size: number
  last_modified: number
  /** What the store calls the parts it has taken, by their numbers. */
  etags: Record<string, string>
  sent: number
  begun_at: number
}

const KEY = "sluice.uploads"
/** The server removes what nobody has completed by then. */
const DAY_MS = 86_400_000

/** Uploads that were begun here and not ended, newest first. */
export function rememberedUploads(): RememberedUpload[] {
  try {
    const all = JSON.parse(localStorage.getItem(KEY) ?? "[]") as RememberedUpload[]
    return all.filter(({ begun_at }) => begun_at > Date.now() - DAY_MS)
  } catch {
    return []
  }
}

/** The upload of the same file, as far as a browser can tell. */
export function rememberedFor({ name, size, lastModified }: File): RememberedUpload | undefined {
  return rememberedUploads().find(
    (one) => one.name === name && one.size === size && one.last_modified === lastModified,
  )
}

export function remember(upload: RememberedUpload): void {
  write([upload, ...others(upload.upload_id)])
}

export function forget(upload_id: string): void {
  write(others(upload_id))
}

const others = (upload_id: string) => rememberedUploads().filter((one) => one.upload_id !== upload_id)

/** A browser that keeps nothing sends the file anew after a reload. */
function write(uploads: readonly RememberedUpload[]): void {
  try {
    localStorage.setItem(KEY, JSON.stringify(uploads))
  } catch {}
}
