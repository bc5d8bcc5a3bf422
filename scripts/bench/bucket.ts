import { mkdtemp, readFile, rm, stat } from "node:fs/promises"
import { basename, join } from "node:path"
import S3rver from "s3rver"
import type { PartedUpload, UploadAnswer } from "../../lib/contract/uploads.ts"
import type { BenchServer } from "./server.ts"

/** What a bucket was asked: services bill what writes or lists apart from what reads. */
export interface Requests {
  writes: number
  reads: number
}

export interface Bucket {
  /** What a server needs to work on it. */
  readonly env: Record<string, string>
  /** Since this was last asked. */
  takeRequests(): Requests
  close(): Promise<void>
}

const NAME = "sources"
const KEYS = { S3_ACCESS_KEY_ID: "S3RVER", S3_SECRET_ACCESS_KEY: "S3RVER" }

/** A bucket of a server of this process, its objects in a folder below `root`. */
export async function openBucket(root: string): Promise<Bucket> {
  const directory = await mkdtemp(join(root, "bucket-"))
  const configureBuckets = [{ name: NAME, configs: [] }]
  const service = new S3rver({ port: 0, address: "127.0.0.1", silent: true, directory, configureBuckets })
  const { port } = await service.run()
  let requests: Requests = { writes: 0, reads: 0 }
  service.httpServer.on("request", ({ method, url = "" }) => {
    const reads = method === "HEAD" || (method === "GET" && !url.includes("list-type"))
    if (method !== "DELETE") requests[reads ? "reads" : "writes"] += 1
  })
  return {
    env: { SLUICE_FILES: `s3://${NAME}`, S3_ENDPOINT: `http://127.0.0.1:${port}`, ...KEYS },
    takeRequests() {
      const taken = requests
      requests = { writes: 0, reads: 0 }
      return taken
    },
    async close() {
      await service.close()
      await rm(directory, { recursive: true, force: true })
    },
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
