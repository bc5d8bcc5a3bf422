import { mkdtempSync, rmSync } from "node:fs"
import { createServer, type IncomingMessage, request, type ServerResponse } from "node:http"
import type { AddressInfo } from "node:net"
import { join } from "node:path"
import { setTimeout as pause } from "node:timers/promises"
import S3rver from "s3rver"

/** How a bucket's service answers: as it should, 503 every time, late, or half an answer. */
export const MOODS = ["well", "refusing", "slow", "cut_off"] as const
export type Mood = (typeof MOODS)[number]

export interface MoodyBucket {
  env: Record<string, string>
  mood: Mood
  close(): Promise<void>
}

const NAME = "sources"
const KEYS = { S3_ACCESS_KEY_ID: "S3RVER", S3_SECRET_ACCESS_KEY: "S3RVER" }
const LATE_MS = 700
const REFUSAL = "<Error><Code>SlowDown</Code><Message>Come back later.</Message></Error>"

/** A bucket behind a service that can be made to answer badly. */
export async function openMoodyBucket(root: string): Promise<MoodyBucket> {
  const directory = mkdtempSync(join(root, "bucket-"))
  const configureBuckets = [{ name: NAME, configs: [] }]
  const service = new S3rver({ port: 0, address: "127.0.0.1", silent: true, directory, configureBuckets })
  const { port } = await service.run()
  const front = createServer((asked, answer) => void pass(asked, answer, port, bucket.mood))
  await new Promise<void>((ready) => front.listen(0, "127.0.0.1", ready))
  const { port: own } = front.address() as AddressInfo
  const bucket: MoodyBucket = {
    env: { SLUICE_FILES: `s3://${NAME}/imports`, S3_ENDPOINT: `http://127.0.0.1:${own}`, ...KEYS },
    mood: "well",
    async close() {
      for (const server of [front, service.httpServer]) server.closeAllConnections()
      await new Promise((closed) => front.close(closed))
      await service.close()
      rmSync(directory, { recursive: true, force: true })
    },
  }
  return bucket
}

async function pass(asked: IncomingMessage, answer: ServerResponse, port: number, mood: Mood): Promise<void> {
  const broken = () => void answer.destroy()
  asked.on("error", broken)
  if (mood === "refusing") {
    asked.resume()
    return void answer.writeHead(503, { "content-type": "application/xml" }).end(REFUSAL)
  }
  if (mood === "slow") await pause(LATE_MS)
  const { method, url, headers } = asked
  const forwarded = request(
    { host: "127.0.0.1", port, method, path: url, headers, agent: false },
    (given) => {
      answer.writeHead(given.statusCode ?? 502, given.headers)
      if (mood === "well" || mood === "slow") return void given.pipe(answer).on("error", broken)
      given.once("data", (chunk: Buffer) => {
        answer.write(chunk.subarray(0, chunk.length / 2), broken)
      })
      given.once("end", broken).resume()
    },
  )
  forwarded.on("error", broken)
  // Whoever has asked may have been killed over it.
  answer.once("close", () => void forwarded.destroy())
  asked.pipe(forwarded)
}
