import { setTimeout as pause } from "node:timers/promises"
import { Random } from "../sample/random.ts"
import { cutDown } from "./cut-down.ts"
import { type Answered, exchange, type Sent, wire } from "./exchange.ts"
import type { Finding } from "./readers.ts"
import { makeRequest } from "./requests.ts"
import { filesIn, type Look, type Served, serve } from "./served.ts"
import type { Known } from "./values.ts"
import { MOST_LISTED, wrongWith } from "./wrong.ts"

const MOST_HELD_MS = 200
const PROBE_EVERY_MS = 50
const MOST_SHOWN = 6_000
const MOST_LOGGED = 1_000
const TRIES = 3
/** After so many requests everything is let go, and what is there compared with what was there in the beginning. */
const WARM_UP = 60
const REST_EVERY = 1_500
const MOST_REST_MS = 60_000
/** Statements that are kept ready, listings, workers: what is more is a leak. */
const MORE_HEAP = 64e6
const MORE_DESCRIPTORS = 24
const PROBE: Sent = {
  method: "GET",
  target: "/api/health",
  headers: [["host", "localhost"]],
  body: Buffer.alloc(0),
}

/**
 * Sends made requests to a server of its own until the time is up, while its health is asked for. Nothing may be answered by a 5xx, or
 * not at all, or by a refusal that does not say what it is; nothing may hold the server up, and nothing may be left behind.
 */
export async function fuzzServer(
  seconds: number,
  firstSeed: number,
  found: (finding: Finding) => void,
): Promise<number> {
  const served = await serve()
  const probe = probing(served, found, () => seed)
  const known: Known = { jobs: [], files: [], uploads: [], feeds: [] }
  const end = Date.now() + seconds * 1_000
  const report = (what: string, sent?: Sent) =>
    found({ format: "http", seed, what: sent ? `${what}\n  ${shown(sent)}` : what })
  let seed = firstSeed
  let before: Look | undefined
  try {
    for (; Date.now() < end && !served.ended(); seed += 1) {
      const sent = await makeRequest(new Random(seed), known)
      const { answer, what } = await tried(served, sent)
      if (what !== null)
        report(what, await cutDown(sent, async (less) => (await tried(served, less)).what !== null))
      learn(known, answer)
      // Of what is found anyhow the log says the same, as often as it was tried to be cut down.
      const [line] = served.failures()
      if (line !== undefined && what === null) report(`the log says ${line.slice(0, MOST_LOGGED)}`)
      const sentNow = seed - firstSeed + 1
      if (sentNow === WARM_UP) before = await rested(served)
      else if (before && sentNow % REST_EVERY === 0) await expectSame(served, before, report)
    }
    if (before && !served.ended()) await expectSame(served, before, report)
    if (served.ended()) report(`the server has ended: ${served.failures().join(" ")}`)
  } finally {
    probe.stop()
    await served.stop()
  }
  return seed - firstSeed
}

/** On a machine that is busy others hold a server up: what takes time only counts when it is so every time. */
async function tried(served: Served, sent: Sent): Promise<{ answer: Answered; what: string | null }> {
  let what: string | null = null
  let answer: Answered = { status: 0, headers: "", body: "", ms: 0 }
  for (let times = 0; times < TRIES; times += 1) {
    answer = await exchange(served.port, sent)
    what = wrongWith(sent, answer)
    if (what !== null) break
    const { held_ms } = await served.look()
    if (held_ms <= MOST_HELD_MS) return { answer, what: null }
    what = `it held the event loop for ${Math.round(held_ms)} ms`
  }
  return { answer, what }
}

function learn(known: Known, { body }: Answered): void {
  const keep = (list: string[], pattern: RegExp) => {
    for (const [, id] of body.slice(0, 20_000).matchAll(pattern)) if (id && !list.includes(id)) list.push(id)
    list.splice(0, list.length - 12)
  }
  keep(known.jobs, /"job_id":"([\w-]{36})"/g)
  keep(known.files, /"filename":"([\w./ -]{1,200})"/g)
  keep(known.uploads, /"upload_id":"([\w.-]{1,100})"/g)
  keep(known.feeds, /"feed_id":"([\w-]{1,60})"/g)
}

/** Asks for health all the while; slow answers only count where the server itself was at work for so long. */
function probing(served: Served, found: (finding: Finding) => void, seed: () => number) {
  let stopped = false
  const go = async () => {
    while (!stopped && !served.ended()) {
      const { status, body } = await exchange(served.port, PROBE)
      if (status !== 200 && !stopped && !served.ended())
        found({ format: "health", seed: seed(), what: `its health is ${status} ${body.slice(0, 300)}` })
      await pause(PROBE_EVERY_MS)
    }
  }
  void go()
  return {
    stop() {
      stopped = true
    },
  }
}

/** How it is once nothing is at work any more. */
async function rested(served: Served): Promise<Look> {
  const end = Date.now() + MOST_REST_MS
  let last = await served.look(true)
  for (;;) {
    await pause(500)
    const now = await served.look(true)
    const calm = filesIn(served.temporary).length === 0 && Math.abs(now.heap - last.heap) < 2e6
    if (calm || Date.now() > end) return now
    last = now
  }
}

async function expectSame(served: Served, before: Look, report: (what: string) => void): Promise<void> {
  const now = await rested(served)
  const left = filesIn(served.temporary)
  if (left.length > 0) report(`left behind: ${left.slice(0, MOST_LISTED).join(", ")}`)
  if (now.heap > before.heap + MORE_HEAP)
    report(`${Math.round((now.heap - before.heap) / 1e6)} MB did not come back`)
  if (now.descriptors > before.descriptors + MORE_DESCRIPTORS)
    report(`${now.descriptors - before.descriptors} more descriptors are open than in the beginning`)
}

/** A request as somebody can send it again: its text, or its bytes in base64 where they are no text. */
function shown(sent: Sent): string {
  const bytes = wire(sent)
  const text = bytes.toString("latin1")
  const written = /^[\t\r\n -~]*$/.test(text) ? JSON.stringify(text) : `base64 ${bytes.toString("base64")}`
  return written.length > MOST_SHOWN ? `${bytes.length} bytes: ${written.slice(0, MOST_SHOWN)}` : written
}
