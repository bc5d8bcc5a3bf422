import { isProblem, problem } from "../errors.ts"
import { ContentHash, HASHED_BYTES } from "./content-hash.ts"
import type { DownloadNotes } from "./download-notes.ts"
import type { PartedFile } from "./parts.ts"
import type { FileStore, ReceivedFile } from "./stored.ts"

/** What is kept of an unfinished download, with the job; the bytes are in the store. */
export interface KeptDownload extends DownloadNotes {
  filename: string
  token: string
  /** The parts that are there, in order; their SHA-256 hexadecimal. */
  parts: { sha256: string; etag: string }[]
  /** Bytes kept aside, not enough for a part. */
  tail: number
  /** Calls in a row that brought nothing. */
  idle_calls: number
}

/** Where the store has a file that is being written. */
export type GrowingPlace = Pick<PartedFile, "filename" | "token">

/** A file of the store that grows part by part, behind what earlier calls have left of it. */
export class GrowingFile {
  readonly #store: FileStore
  #kept: KeptDownload | null
  #hash = new ContentHash()
  #buffer: Buffer[] = []
  #buffered = 0

  private constructor(store: FileStore, kept: KeptDownload | null) {
    this.#store = store
    this.#kept = kept
  }

  /** Goes on with what was kept; where its bytes are gone, with nothing. */
  static async open(store: FileStore, kept: KeptDownload | null): Promise<GrowingFile> {
    const file = new GrowingFile(store, kept && { ...kept, parts: [...kept.parts] })
    if (!kept) return file
    const tail = kept.tail > 0 ? await store.readTail(placeOf(kept)).catch(nullIfGone) : Buffer.alloc(0)
    if (tail?.length !== kept.tail) {
      await discardGrowing(store, kept)
      return new GrowingFile(store, null)
    }
    file.#hash = new ContentHash(kept.parts.map(({ sha256 }) => sha256))
    file.#take(tail)
    return file
  }

  /** What the server said of it; null before it has begun. */
  get notes(): DownloadNotes | null {
    return this.#kept
  }

  get bytes(): number {
    return (this.#kept?.parts.length ?? 0) * HASHED_BYTES + this.#buffered
  }

  /** Begins, or begins anew: what there was is removed. */
  async begin(notes: DownloadNotes): Promise<void> {
    await this.discard()
    const filename = this.#store.newName(notes.original_name)
    const token = await this.#store.beginParts(filename)
    this.#kept = { ...notes, filename, token, parts: [], tail: 0, idle_calls: 0 }
  }

  /** Notes how long it turned out to be. */
  endsAt(total: number): void {
    if (this.#kept) this.#kept.total = total
  }

  async append(chunk: Buffer): Promise<void> {
    this.#take(chunk)
    while (this.#buffered >= HASHED_BYTES) await this.#writePart()
  }

  /** Makes a file of the store of it. */
  async complete(): Promise<ReceivedFile> {
    const kept = this.#begun()
    if (this.#buffered > 0 || kept.parts.length === 0) await this.#writePart()
    const { filename, original_name } = kept
    const place = placeOf(kept)
    const parts = kept.parts.map(({ etag }, index) => ({ number: index + 1, etag }))
    await this.#store.completeParts(place, parts)
    return { ...(await this.#store.resolve(filename)), original_name, content_hash: this.#hash.digest() }
  }

  /** Puts the rest aside, and answers what has to be known to go on; null where there is nothing. */
  async keep(idle_calls: number): Promise<KeptDownload | null> {
    if (!this.#kept) return null
    const tail = Buffer.concat(this.#buffer)
    if (tail.length > 0) await this.#store.keepTail(placeOf(this.#kept), tail)
    return { ...this.#kept, tail: tail.length, idle_calls }
  }

  async discard(): Promise<void> {
    if (this.#kept) await this.#store.abortParts(placeOf(this.#kept))
    this.#kept = null
    this.#hash = new ContentHash()
    this.#buffer = []
    this.#buffered = 0
  }

  #begun(): KeptDownload {
    if (this.#kept) return this.#kept
    throw problem(422, "url_unreachable", "The download has not begun. Try again.")
  }

  #take(chunk: Buffer): void {
    this.#buffer.push(chunk)
    this.#buffered += chunk.length
    this.#hash.update(chunk)
  }

  async #writePart(): Promise<void> {
    const kept = this.#begun()
    const all = Buffer.concat(this.#buffer)
    const part = all.subarray(0, HASHED_BYTES)
    const { etag } = await this.#store.writePart(placeOf(kept), kept.parts.length + 1, part)
    this.#buffer = all.length > part.length ? [all.subarray(part.length)] : []
    this.#buffered = all.length - part.length
    kept.parts.push({ sha256: this.#hash.parts[kept.parts.length] ?? "", etag })
  }
}

function nullIfGone(error: unknown): null {
  if (isProblem(error) && error.status === 404) return null
  throw error
}

/** Removes what there is of a file nobody will go on with; a call that was killed may have completed it already. */
export async function discardGrowing(store: FileStore, kept: GrowingPlace): Promise<void> {
  await store.abortParts(placeOf(kept))
  await store.remove(kept.filename)
}

function placeOf({ filename, token }: GrowingPlace): PartedFile {
  return { filename, token, part_bytes: HASHED_BYTES }
}
