import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { expect } from "vitest"
import type { Random } from "../../scripts/sample/random.ts"
import type { Invocation } from "./invoke.ts"

const MOST_BYTES = 256 * 1_048_576
const LOOK_EVERY_MS = 20
/** How long a call takes before any has been seen. */
const USUAL_MS = 500

/** What one call has to itself. */
export interface Own {
  /** Empty, and gone when the call is over. */
  folder: string
  env: Record<string, string>
  /** Aborted when its process is to be killed. */
  signal: AbortSignal
}

/** Sends a request to a function in a fresh process. */
export type Run = (request: Request, own: Own, took: Invocation[]) => Promise<Response>

export interface Sent {
  method?: string
  body?: object
  key?: string
}

export type Told = Record<string, unknown> & { status?: string; job_id?: string; code?: string }

/**
 * Calls functions that share nothing but the database and the store: every call is a process of its own, with a working and a
 * temporary folder that are new and empty, must be empty when it has answered, and are gone then. Some are killed midway.
 */
export class Apart {
  readonly took: Invocation[] = []
  /** Every call, and how long it took from the start of its process to its end. */
  readonly calls: { method: string; path: string; milliseconds: number }[] = []
  killed = 0
  readonly #run: Run
  readonly #env: Record<string, string>
  readonly #dice: { random: Random; kill_one_in: number }

  /** Of the calls, one in `kill_one_in` is killed; none where that is 0. */
  constructor(run: Run, env: Record<string, string>, dice: { random: Random; kill_one_in: number }) {
    this.#run = run
    this.#env = env
    this.#dice = dice
  }

  /** The answer's status and what it says; null when the process was killed, whatever it had done by then. */
  async once(path: string, sent: Sent = {}): Promise<{ status: number; told: Told } | null> {
    const { random, kill_one_in } = this.#dice
    const dies = kill_one_in > 0 && random.below(kill_one_in) === 0
    const dying = new AbortController()
    // Starting a process is the first half of most calls.
    const after = this.#usualMs() * (0.4 + 0.6 * random.fraction())
    const timer = dies ? setTimeout(() => dying.abort(), after) : undefined
    const request = requestOf(path, sent)
    const begun = performance.now()
    try {
      return await this.#alone(request, dying.signal)
    } finally {
      clearTimeout(timer)
      this.calls.push({ method: request.method, path, milliseconds: performance.now() - begun })
      if (dying.signal.aborted) this.killed += 1
    }
  }

  #usualMs(): number {
    const times = this.took.map(({ milliseconds }) => milliseconds).sort((one, other) => one - other)
    return times[Math.floor(times.length / 2)] ?? USUAL_MS
  }

  async #alone(request: Request, signal: AbortSignal) {
    const own = mkdtempSync(join(tmpdir(), "sluice-apart-"))
    const [folder, temporary] = [join(own, "work"), join(own, "tmp")]
    for (const path of [folder, temporary]) mkdirSync(path)
    let most = 0
    const looking = setInterval(() => {
      most = Math.max(most, bytesIn(own))
    }, LOOK_EVERY_MS)
    try {
      const env = { ...this.#env, TMPDIR: temporary, HOME: "" }
      const response = await this.#run(request, { folder, env, signal }, this.took).catch((error) => {
        if (!signal.aborted) throw error
      })
      if (!response || signal.aborted) return null
      expect(readdirSync(own, { recursive: true }).sort(), request.url).toEqual(["tmp", "work"])
      return { status: response.status, told: (await response.json()) as Told }
    } finally {
      clearInterval(looking)
      expect(most, request.url).toBeLessThanOrEqual(MOST_BYTES)
      rmSync(own, { recursive: true, force: true })
    }
  }
}

export function requestOf(
  path: string,
  { method, body, key = "" }: Sent,
  origin = "https://sluice.example",
): Request {
  const json = body && { "content-type": "application/json" }
  return new Request(`${origin}${path}`, {
    method: method ?? (body ? "POST" : "GET"),
    headers: { ...json, authorization: `Bearer ${key}` },
    ...(body && { body: JSON.stringify(body) }),
  })
}

/** What is in a folder that may change meanwhile. */
function bytesIn(folder: string): number {
  const entries = existing(() => readdirSync(folder, { recursive: true, encoding: "utf8" })) ?? []
  const sizes = entries.map((name) => statSync(join(folder, name), { throwIfNoEntry: false })?.size ?? 0)
  return sizes.reduce((sum, size) => sum + size, 0)
}

/** What there is, or undefined when a file went while it was looked at. */
function existing<T>(look: () => T): T | undefined {
  try {
    return look()
  } catch {
    return undefined
  }
}
