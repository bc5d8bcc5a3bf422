import { createHash, type Hash, hash } from "node:crypto"
import { isShortOf, outOfTime, type Timed } from "../deadline.ts"
import { blocksOf, withBytes } from "./bytes.ts"

/** Of every part but the last. */
export const HASHED_BYTES = 8_388_608

/**
 * The hash of a content: SHA-256 over the SHA-256s of its parts of 8 MB, so that whoever has only some parts at a time
 * can work it out.
 */
export class ContentHash {
  readonly #parts: Buffer[]
  #part: Hash = createHash("sha256")
  #room = HASHED_BYTES

  /** Goes on behind parts whose hashes, hexadecimal, are known. */
  constructor(parts: readonly string[] = []) {
    this.#parts = parts.map((hash) => Buffer.from(hash, "hex"))
  }

  /** Of the parts that are complete. */
  get parts(): string[] {
    return this.#parts.map((hash) => hash.toString("hex"))
  }

  update(bytes: Buffer): void {
    for (const _piece of this.take(bytes));
  }

  /** Whether what has come ends with a part. */
  get isBetweenParts(): boolean {
    return this.#room === HASHED_BYTES
  }

  /** The same, piece by piece, none of which is of two parts. */
  *take(bytes: Buffer): Generator<Buffer> {
    for (let at = 0; at < bytes.length; ) {
      const taken = bytes.subarray(at, at + this.#room)
      this.#part.update(taken)
      at += taken.length
      this.#room -= taken.length
      if (this.#room === 0) this.#close()
      yield taken
    }
  }

  /** Hexadecimal; there is no more to come. */
  digest(): string {
    if (this.#room < HASHED_BYTES || this.#parts.length === 0) this.#close()
    return hash("sha256", Buffer.concat(this.#parts))
  }

  #close(): void {
    this.#parts.push(this.#part.digest())
    this.#part = createHash("sha256")
    this.#room = HASHED_BYTES
  }
}

/** The hash of what a locator names. */
export async function contentHashOf(locator: string): Promise<string> {
  const { content_hash } = await hashFurther(locator, [], () => false)
  return content_hash as string
}

/**
 * The same behind parts that are hashed already, until it is time to stop, however late it is a part further: answers the hashes of
 * the parts that are complete, and null for the whole unless its end was reached.
 */
export function hashFurther(
  locator: string,
  parts: readonly string[],
  isTimeUp: () => boolean,
): Promise<{ content_hash: string | null; parts: string[] }> {
  return withBytes(locator, async (bytes) => {
    const hash = new ContentHash(parts)
    for await (const block of blocksOf(bytes, parts.length * HASHED_BYTES)) {
      if (hash.parts.length > parts.length && isTimeUp()) return { content_hash: null, parts: hash.parts }
      hash.update(block)
    }
    return { content_hash: hash.digest(), parts: hash.parts }
  })
}

/** How far a file is hashed in both ways: the hashes of its complete parts, and the state of the SHA-256 of all of them. */
export interface HashedSoFar {
  parts: string[]
  plain: string
}

/**
 * Both the hash of a content and its SHA-256, behind what earlier calls have hashed, until it is time to stop, however late it is a
 * part further; then how far it is.
 */
export function hashBoth(
  locator: string,
  before: HashedSoFar | null,
  isTimeUp: () => boolean,
): Promise<{ content_hash: string; sha256: string } | HashedSoFar> {
  return withBytes(locator, async (bytes) => {
    // Node's own cannot go on in another process; nearly no call needs this one.
    const { createSHA256 } = await import("hash-wasm")
    const plain = await createSHA256()
    if (before) plain.load(Buffer.from(before.plain, "base64"))
    else plain.init()
    const hash = new ContentHash(before?.parts)
    let soFar = before
    for await (const block of blocksOf(bytes, (before?.parts.length ?? 0) * HASHED_BYTES)) {
      if (soFar !== before && isTimeUp()) return soFar as HashedSoFar
      for (const piece of hash.take(block)) {
        plain.update(piece)
        if (hash.isBetweenParts) soFar = { parts: hash.parts, plain: base64(plain.save()) }
      }
    }
    return { content_hash: hash.digest(), sha256: plain.digest("hex") }
  })
}

const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString("base64")

/**
 * SHA-256 of all of it in one go, as files were known by before; reads everything. Throws Problem 503 `out_of_time` where that
 * takes longer than there is time: it cannot be gone on with.
 */
export function plainHashOf(locator: string, timed: Timed): Promise<string> {
  return withBytes(locator, async (bytes) => {
    const digest = createHash("sha256")
    for await (const block of blocksOf(bytes)) {
      if (isShortOf(timed, 0)) throw outOfTime()
      digest.update(block)
    }
    return digest.digest("hex")
  })
}
