import { open } from "node:fs/promises"
import { Readable } from "node:stream"
import { endpoints, PartedUpload } from "../../lib/contract/index.ts"
import { problem } from "../../lib/errors.ts"
import { contentHashOf } from "../../lib/store/content-hash.ts"
import type { Api } from "./api.ts"
import { patiently } from "./patience.ts"
import type { StreamedForm } from "./upload.ts"

/** Parts on their way at a time. */
const AT_A_TIME = 4

/** A file that is sent, and who is told how it goes on. */
export interface Sending {
  path: string
  name: string
  bytes: number
  /** How many bytes more have been taken; throwing breaks the sending off. */
  onBytes(more: number): void
  tell(sentence: string): void
  signal: AbortSignal
}

/**
 * Sends a file in parts to wherever the server wants them, which may be its store itself, and answers the name under which it is
 * stored until it is imported. Throws the Problem it is answered with; then nothing is left of it.
 */
export async function sendInParts(api: Api, sending: Sending): Promise<string> {
  const { name, bytes, path } = sending
  const body = { name, bytes, keep: false }
  const plan = PartedUpload.parse(await api.call(endpoints.upload, { body }))
  const { upload_id } = plan
  const file = await open(path, "r")
  try {
    const queue = [...plan.parts]
    const parts: { number: number; etag: string }[] = []
    const work = async () => {
      for (let part = queue.shift(); part; part = queue.shift()) {
        const { number, url = "" } = part
        const from = (number - 1) * plan.part_bytes
        const content = Buffer.alloc(Math.min(plan.part_bytes, bytes - from))
        await file.read(content, 0, content.length, from)
        const send = () =>
          url.startsWith("/") ? toServer(api, { upload_id, number, content }) : toStore(url, content)
        parts.push({ number, etag: await patiently(send, { ...sending, reached: true }) })
        sending.onBytes(content.length)
      }
    }
    await Promise.all(Array.from({ length: AT_A_TIME }, work))
    const whole = { parts, sha256: await contentHashOf(path) }
    const completed = await api.call(endpoints.completeUpload, { params: { upload_id }, body: whole })
    return completed.filename
  } catch (error) {
    await api.call(endpoints.abandonUpload, { params: { upload_id }, once: true }).catch(() => undefined)
    throw error
  } finally {
    await file.close()
  }
}

interface PartOfFile {
  upload_id: string
  number: number
  content: Buffer
}

async function toServer(api: Api, { upload_id, number, content }: PartOfFile): Promise<string> {
  const params = { upload_id, number: String(number) }
  const form = () => ({
    content_type: "application/octet-stream",
    body: Readable.toWeb(Readable.from([content])) as StreamedForm["body"],
  })
  return (await api.call(endpoints.uploadPart, { params, form, once: true })).etag
}

async function toStore(url: string, content: Buffer): Promise<string> {
  const { host } = new URL(url)
  const lost = () => {
    throw problem(503, "unreachable", `The store ${host} cannot be reached.`)
  }
  const answer = await fetch(url, { method: "PUT", body: new Uint8Array(content) }).catch(lost)
  await answer.arrayBuffer().catch(lost)
  const etag = answer.headers.get("etag")
  if (answer.ok && etag !== null) return etag
  const status = answer.status >= 500 || answer.status === 429 ? 503 : 502
  throw problem(status, "store_refused", `The store ${host} refused a part of the file (${answer.status}).`)
}
