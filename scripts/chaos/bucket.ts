import { createServer, type IncomingMessage, request, type ServerResponse } from "node:http"
import type { AddressInfo } from "node:net"
import { setTimeout as pause } from "node:timers/promises"
import { bucketEnv, openBucket } from "../command/bucket.ts"

/** How a bucket's service answers: as it should, 503 every time, late, or half an answer. */
export const MOODS = ["well", "refusing", "slow", "cut_off"] as const
export type Mood = (typeof MOODS)[number]

export interface MoodyBucket {
  env: Record<string, string>
  mood: Mood
  close(): Promise<void>
}

const LATE_MS = 700
const REFUSAL = "<Error><Code>SlowDown</Code><Message>Come back later.</Message></Error>"

/** A bucket behind a service that can be made to answer badly. */
export async function openMoodyBucket(root: string): Promise<MoodyBucket> {
  const service = await openBucket(root)
  const front = createServer((asked, answer) => void pass(asked, answer, service.port, bucket.mood))
  await new Promise<void>((ready) => front.listen(0, "127.0.0.1", ready))
  const { port } = front.address() as AddressInfo
  const bucket: MoodyBucket = {
    env: bucketEnv(`http://127.0.0.1:${port}`, "sources/imports"),
    mood: "well",
    async close() {
      for (const server of [front, service.httpServer]) server.closeAllConnections()
      await new Promise((closed) => front.close(closed))
      await service.close()
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
