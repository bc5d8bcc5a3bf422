import { readFile, stat } from "node:fs/promises"
import { basename } from "node:path"
import type { PartedUpload, UploadAnswer } from "../../lib/contract/uploads.ts"
import { bucketEnv, openBucket } from "../command/bucket.ts"
import type { BenchServer } from "./server.ts"

/** What a bucket was asked: services bill what writes or lists apart from what reads. */
export interface Requests {
  writes: number
  reads: number
}

export interface CountingBucket {
  /** What a server needs to work on it. */
  readonly env: Record<string, string>
  /** Since this was last asked. */
  takeRequests(): Requests
  close(): Promise<void>
}

/** A bucket that counts, its objects in a folder below `root`. */
export async function openCountingBucket(root: string): Promise<CountingBucket> {
  const { port, httpServer, close } = await openBucket(root)
  let requests: Requests = { writes: 0, reads: 0 }
  httpServer.on("request", ({ method, url = "" }) => {
    const reads = method === "HEAD" || (method === "GET" && !url.includes("list-type"))
    if (method !== "DELETE") requests[reads ? "reads" : "writes"] += 1
  })
  return {
    env: bucketEnv(`http://127.0.0.1:${port}`),
    takeRequests() {
      const taken = requests
      requests = { writes: 0, reads: 0 }
      return taken
    },
    close,
  }
}

/** Sends a file as the page does, its parts straight to the bucket; answers the name to hand to prepare. */
export async function sendInParts(server: BenchServer, path: string): Promise<string> {
  const { size: bytes } = await stat(path)
  const asked = { name: basename(path), bytes }
  const { body: plan } = await server.call<PartedUpload>("POST", "/api/uploads", asked)
  const content = await readFile(path)
  const parts: { number: number; etag: string }[] = []
  for (const { number, url } of plan.parts) {
    if (url === undefined) throw new Error(`Part ${number} has no place to be sent to.`)
    const from = (number - 1) * plan.part_bytes
    const body = content.subarray(from, from + plan.part_bytes)
    const answer = await fetch(url, { method: "PUT", body })
    if (!answer.ok) throw new Error(`Part ${number} was answered ${answer.status}: ${await answer.text()}`)
    parts.push({ number, etag: answer.headers.get("etag") ?? "" })
  }
  const complete = `/api/uploads/${plan.upload_id}/complete`
  return (await server.call<UploadAnswer>("POST", complete, { parts })).body.filename
}
