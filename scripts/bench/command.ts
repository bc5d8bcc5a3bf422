import { spawn } from "node:child_process"
import { mkdir, mkdtemp, rm } from "node:fs/promises"
import { join } from "node:path"
import { writePeople } from "./scale/people.ts"
import { startServer } from "./server.ts"
import { atMost, type Line, seconds } from "./table.ts"

const ROWS = 100
/** The first on a server that has just started, and those on one that is running. */
const TIMES = 6
const MOST_S = 0.7

/** Milliseconds of each `npm run import` of a small file onto a running server, one after the other. */
export async function measureCommand(root: string, say: (what: string) => void): Promise<number[]> {
  say(`npm run import of ${ROWS} rows, ${TIMES} times`)
  await mkdir(root, { recursive: true })
  const work = await mkdtemp(join(root, "run-"))
  const server = await startServer({ database: join(work, "sluice.duckdb"), files: join(work, "files") })
  try {
    const took: number[] = []
    for (let time = 1; time <= TIMES; time += 1) {
      const file = join(work, `people-${time}.csv`)
      await writePeople(file, ROWS + time, false)
      took.push(await runImport(file, server.url))
    }
    return took
  } finally {
    await server.stop()
    await rm(work, { recursive: true, force: true })
  }
}

/** As a person types it, npm itself included. */
function runImport(file: string, server: string): Promise<number> {
  const begun = performance.now()
  const words = ["run", "import", "--", file, "--dataset", "contacts", "--server", server]
  const child = spawn("npm", words, { stdio: ["ignore", "ignore", "inherit"] })
  return new Promise((resolve, reject) => {
    child.once("error", reject)
    child.once("close", (status) => {
      if (status === 0) resolve(performance.now() - begun)
      else reject(new Error(`npm ${words.join(" ")} ended with status ${status}.`))
    })
  })
}

/** The lines of the table: the slowest on a running server counts. */
export function commandLines([first, ...took]: readonly number[]): Line[] {
  if (first === undefined) return []
  const slowest = Math.max(...took)
  const all = took.map((ms) => seconds(ms)).join(", ")
  return [
    { what: `npm run import of ${ROWS} rows onto a running server`, ours: "" },
    { what: "  the first since it was started", ours: seconds(first) },
    {
      what: `  the slowest of ${all}`,
      ours: seconds(slowest),
      goal: atMost(`≤ ${MOST_S} s`, slowest, MOST_S * 1000),
    },
  ]
}
