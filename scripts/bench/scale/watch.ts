import { setTimeout as pause } from "node:timers/promises"
import type { ImportsAnswer } from "../../../lib/contract/imports.ts"
import type { BenchServer } from "../server.ts"

const EVERY_MS = 100

/** Looks at a server until told to stop, as a page and a monitor do; answers how many milliseconds each look took. */
export function watch(server: BenchServer, dataset: string): () => Promise<number[]> {
  const took: number[] = []
  let stopped = false
  const look = async () => {
    const { body } = await server.call<ImportsAnswer>("GET", `/api/imports?dataset=${dataset}&limit=1`)
    const [job] = body.imports
    const paths = ["/api/health", ...(job ? [`/api/import/${dataset}/status/${job.job_id}`] : [])]
    for (const path of paths) took.push((await server.call("GET", path)).ms)
  }
  const looking = (async () => {
    while (!stopped) {
      await look()
      await pause(EVERY_MS)
    }
  })()
  return async () => {
    stopped = true
    await looking
    return took
  }
}
