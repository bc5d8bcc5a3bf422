import { resolve } from "node:path"
import { freePort, type OwnServer, startOwnServer } from "../command/own-server.ts"

const CLOCK = resolve(import.meta.dirname, "clock.mjs")
const LONGEST_WORDS = 1_000

/** A server that can be killed and started again at the same address. */
export interface Server {
  url: string
  /** The process there is now; 0 while there is none. */
  pid(): number
  /** Starts it; false when it ended before it listened. */
  start(more?: Record<string, string>): Promise<boolean>
  /** Ends it as kill -9 does. */
  kill(): Promise<void>
  /** Lets it end by itself. */
  stop(): Promise<void>
  /** Lines of its log that tell of what must not be, since they were last asked for. */
  failures(): string[]
  /** What it has said last. */
  lastWords(): string
}

/** What a log must not say, whatever happens around the server. */
const FAILURES = /"event":"(request\.failed|promise\.rejected|settings\.unworkable)"|^(node:|\s+at )|Error:/

export async function serverOf(env: Record<string, string>): Promise<Server> {
  const port = await freePort()
  let current: OwnServer | null = null
  const failures: string[] = []
  let words = ""
  const hear = (line: string) => {
    words = `${words}${line}\n`.slice(-LONGEST_WORDS)
    if (FAILURES.test(line)) failures.push(line)
  }
  const taken = () => {
    const taken = current
    current = null
    return taken
  }
  return {
    url: `http://127.0.0.1:${port}`,
    pid: () => current?.child.pid ?? 0,
    async start(more = {}) {
      const started = startOwnServer({ PORT: String(port), ...env, ...more }, hear, ["--import", CLOCK])
      current = started
      return (await started.listening) !== null
    },
    kill: async () => taken()?.kill(),
    async stop() {
      if ((await taken()?.stop()) === false) failures.push("It did not end within a minute.")
    },
    lastWords: () => words,
    failures: () => failures.splice(0),
  }
}
