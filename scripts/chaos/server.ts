import { type ChildProcess, spawn } from "node:child_process"
import { once } from "node:events"
import { resolve } from "node:path"
import { setTimeout as pause } from "node:timers/promises"
import { freePort, ownEnvironment } from "../command/own-server.ts"

const ROOT = resolve(import.meta.dirname, "../..")
const CLOCK = resolve(import.meta.dirname, "clock.mjs")
const START_MS = 30_000
/** What a call may still take that is under way. */
const STOP_MS = 60_000
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

/** Nothing outlives whoever has started it. */
const running = new Set<ChildProcess>()
process.once("exit", () => {
  for (const child of running) child.kill("SIGKILL")
})

export async function serverOf(env: Record<string, string>): Promise<Server> {
  const port = await freePort()
  let child: ChildProcess | null = null
  let failures: string[] = []
  let words = ""
  const hear = (text: string) => {
    words = (words + text).slice(-LONGEST_WORDS)
    failures.push(...text.split("\n").filter((line) => FAILURES.test(line)))
  }
  return {
    url: `http://127.0.0.1:${port}`,
    pid: () => child?.pid ?? 0,
    async start(more = {}) {
      const started = spawn(
        process.execPath,
        ["--max-semi-space-size=2", "--import", CLOCK, "build/serve.js"],
        {
          cwd: ROOT,
          env: {
            ...ownEnvironment(),
            HOST: "127.0.0.1",
            PORT: String(port),
            LOG_LEVEL: "error",
            ...env,
            ...more,
          },
          stdio: ["ignore", "pipe", "pipe"],
        },
      )
      child = started
      running.add(started)
      started.once("close", () => running.delete(started))
      const listening = new Promise<boolean>((done) => {
        started.stdout?.on("data", (chunk: Buffer) => {
          const text = chunk.toString("utf8")
          if (text.includes("Sluice is ready at")) done(true)
          hear(text)
        })
        started.once("close", () => done(false))
      })
      started.stderr?.on("data", (chunk: Buffer) => hear(chunk.toString("utf8")))
      const begun = await Promise.race([listening, pause(START_MS, false, { ref: false })])
      if (!begun && child === started) await end("SIGKILL")
      return begun
    },
    kill: () => end("SIGKILL"),
    stop: () => end("SIGTERM"),
    lastWords: () => words,
    failures() {
      const told = failures
      failures = []
      return told
    },
  }

  async function end(signal: NodeJS.Signals): Promise<void> {
    const ending = child
    child = null
    if (!ending || ending.exitCode !== null || ending.signalCode !== null) return
    const closed = once(ending, "close")
    ending.kill(signal)
    const stuck = setTimeout(() => {
      failures.push(`It did not end within ${STOP_MS / 1_000} s.`)
      ending.kill("SIGKILL")
    }, STOP_MS)
    await closed
    clearTimeout(stuck)
  }
}
