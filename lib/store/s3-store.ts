import { createHash } from "node:crypto"
import type { Readable } from "node:stream"
import { type Clock, timeOrderedId } from "../clock.ts"
import { arriving } from "./arriving.ts"
import { ContentHash, HASHED_BYTES } from "./content-hash.ts"
import { assertSafeFileName, safeFileName } from "./file-name.ts"
import { elementsOf, textsOf } from "./object-answer.ts"
import { inParts, type PartedFile, type StoredPart } from "./parts.ts"
import { remoteLocator } from "./remote-bytes.ts"
import { type S3Client, type S3Settings, s3Client } from "./s3-client.ts"
import { s3Parts, unlessGone } from "./s3-parts.ts"
import { type FileStore, fileNotFound, type ListedFile, newestFirst, type StoredFile } from "./stored.ts"
import { type BareStore, isBack, watched } from "./watched.ts"

/** Beside the objects of files, one whose key says whose a file is: with `<filename>/<uploader>` behind it. */
const UPLOADER = ".uploader-of-"

/** Whoever asks whether it is back waits no longer. */
const ASK_MS = 1_000

/** The store below a prefix of a bucket; `address` is `s3://bucket/prefix`. Nothing is asked before a call needs it. */
export function openS3Store(address: string, settings: S3Settings, clock: Clock): FileStore {
  const ask = () => {
    const { bucket, root } = placeOf(address)
    const client = s3Client(bucket, settings, { clock, deadline: clock.now() + ASK_MS })
    const query = { "list-type": 2, prefix: root, "max-keys": 1 }
    return client.text({ method: "GET", key: "", query, what: "the list of files" })
  }
  return watched(bucketStore(address, settings, clock), isBack(clock, ask))
}

function placeOf(address: string) {
  const { hostname: bucket, pathname } = new URL(address)
  const prefix = decodeURIComponent(pathname).replace(/^\/+|\/+$/g, "")
  return { bucket, root: prefix === "" ? "" : `${prefix}/` }
}

function bucketStore(address: string, settings: S3Settings, clock: Clock, deadline?: number): BareStore {
  const patience = { clock, deadline }
  const { bucket, root } = placeOf(address)
  const client = s3Client(bucket, settings, patience)
  const keyOf = (filename: string) => `${root}${filename}`
  const noteOf = (filename: string, uploader: string) =>
    `${root}${UPLOADER}${filename}/${Buffer.from(uploader).toString("base64url")}`
  const newName = (original: string) => `${timeOrderedId(clock.now())}-${safeFileName(original)}`
  const parts = s3Parts(client, keyOf)
  const find = async (filename: string): Promise<StoredFile> => {
    const bytes = await sizeOf(client, keyOf(filename), filename)
    return { filename, bytes, locator: remoteLocator(await client.sign(keyOf(filename)), bytes, patience) }
  }
  const removeKeys = async (keys: string[]) => {
    const remove = (key: string) => client.ask({ method: "DELETE", key, what: "a stored file" })
    await Promise.all(keys.map((key) => remove(key).catch(unlessGone)))
  }

  return {
    ...parts,
    newName,
    until: (end) => bucketStore(address, settings, clock, end),
    abandoned: async () => [],
    async receive(stream, original_name, { max_bytes }) {
      const filename = newName(original_name)
      const hashes = await writeParts(stream, filename, max_bytes, parts)
      return { original_name, ...hashes, ...(await find(filename)) }
    },
    async claim(filename, uploader) {
      assertSafeFileName(filename)
      const key = noteOf(filename, uploader)
      await client.ask({ method: "PUT", key, body: "", what: JSON.stringify(filename) })
    },
    async resolve(filename, uploader) {
      assertSafeFileName(filename)
      if (uploader !== undefined) await sizeOf(client, noteOf(filename, uploader), filename)
      return find(filename)
    },
    async list(uploader) {
      const all = await listed(client, root)
      const notes = new Set(all.map(({ key }) => key))
      return all
        .map(({ key, ...file }) => ({ filename: key.slice(root.length), ...file }))
        .filter(({ filename }) => !filename.startsWith(".") && !filename.includes("/"))
        .filter(({ filename }) => uploader === undefined || notes.has(noteOf(filename, uploader)))
        .sort(newestFirst)
    },
    async remove(filename) {
      assertSafeFileName(filename)
      const notes = await listed(client, `${root}${UPLOADER}${filename}/`)
      await removeKeys([keyOf(filename), ...notes.map(({ key }) => key)])
    },
  }
}

async function writeParts(
  stream: Readable,
  filename: string,
  max_bytes: number,
  parts: ReturnType<typeof s3Parts>,
) {
  // The stream may fail before anyone reads it, and an error without a listener ends the process.
  stream.on("error", () => {})
  const part_bytes = HASHED_BYTES
  const file: PartedFile = { filename, token: await parts.beginParts(filename), part_bytes }
  const hash = new ContentHash()
  const plain = createHash("sha256")
  const written: StoredPart[] = []
  try {
    for await (const part of inParts(arriving(stream, max_bytes), part_bytes)) {
      hash.update(part)
      plain.update(part)
      written.push(await parts.writePart(file, written.length + 1, part))
    }
    await parts.completeParts(file, written)
  } catch (error) {
    stream.destroy()
    await parts.abortParts(file).catch(() => undefined)
    throw error
  }
  return { content_hash: hash.digest(), sha256: plain.digest("hex") }
}

async function sizeOf(client: S3Client, key: string, filename: string): Promise<number> {
  try {
    const answer = await client.ask({ method: "HEAD", key, what: JSON.stringify(filename) })
    return Number(answer.headers.get("content-length"))
  } catch (error) {
    unlessGone(error)
    throw fileNotFound(filename)
  }
}

interface ListedObject extends Omit<ListedFile, "filename"> {
  key: string
}

async function listed(client: S3Client, prefix: string): Promise<ListedObject[]> {
  const found: ListedObject[] = []
  for (let from: string | undefined; ; ) {
    const query = { "list-type": 2, prefix, ...(from !== undefined && { "continuation-token": from }) }
    const xml = await client.text({ method: "GET", key: "", query, what: "the list of files" })
    for (const object of elementsOf(xml, "Contents")) {
      const [key = "", size, at] = ["Key", "Size", "LastModified"].map((name) => textsOf(object, name)[0])
      found.push({ key, bytes: Number(size), modified_at: new Date(at ?? 0).toISOString() })
    }
    from = textsOf(xml, "NextContinuationToken")[0]
    if (from === undefined || textsOf(xml, "IsTruncated")[0] !== "true") return found
  }
}
