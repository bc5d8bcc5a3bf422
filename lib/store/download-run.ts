import type { IncomingMessage } from "node:http"
import type { Clock } from "../clock.ts"
import { isProblem, type Problem, problem } from "../errors.ts"
import { sizeText } from "../words.ts"
import { continues, notesOf, resumable, validatorOf } from "./download-notes.ts"
import { bodyOf, requestUrl, TryAgain, tooSlow, unreachable } from "./download-request.ts"
import type { GrowingFile } from "./growing-file.ts"

const IDLE_MS = 20_000
/** Slower than this over a whole window, a body is endless rather than large. */
const SLOWEST_BYTES_PER_SECOND = 1_024
const PACE_WINDOW_MS = 30_000
/** What remains before the deadline when a download stops to be continued. */
export const DEADLINE_MARGIN_MS = 500
/** Answers of a server that may well answer otherwise in a moment. */
const PASSING_STATUS = new Set([429, 502, 503, 504])

export interface DownloadInput {
  url: string
  /** Where the bytes go, behind those it has. */
  file: GrowingFile
  /** `host` or `host:port`: may be fetched although private, and by http. */
  allow: string[]
  max_bytes: number
  /** When to stop and return what there is, in milliseconds by `clock`. */
  deadline: number
  clock: Clock
  /** Silence this long counts as a broken connection. */
  idle_ms?: number
  /** Told when the server has the version that was begun, but gives it from the beginning only. */
  onNoRanges?: () => void
}

/** Whether all of it is there. */
export function isWhole(file: GrowingFile): boolean {
  return file.notes !== null && file.notes.total === file.bytes
}

/** One request, from asking to the end of its body. */
export class DownloadRun {
  readonly #input: DownloadInput
  readonly #stop = new AbortController()

  constructor(input: DownloadInput) {
    this.#input = input
  }

  /** Returns when the file is whole, or the time is over. */
  async fetch(): Promise<void> {
    const { deadline, clock, file } = this.#input
    const left = deadline - DEADLINE_MARGIN_MS - clock.now()
    if (isWhole(file) || left <= 0) return
    const timer = setTimeout(() => this.#stop.abort(), Math.min(left, 0x7fffffff))
    try {
      await this.#receive()
    } catch (error) {
      if (!this.#stop.signal.aborted || isProblem(error)) throw error
    } finally {
      clearTimeout(timer)
    }
  }

  async #receive(): Promise<void> {
    const { url, file, allow, idle_ms = IDLE_MS } = this.#input
    const offset = file.bytes
    const kept = offset > 0 ? resumable(file.notes) : null
    const headers: Record<string, string> = kept
      ? { range: `bytes=${offset}-`, "if-range": kept.validator }
      : {}
    const { signal } = this.#stop
    const { answer, url: final } = await requestUrl(url, { allow, headers, idle_ms, signal })
    try {
      const total = kept && continues(answer, offset, kept)
      if (total !== null) return await this.#goOn(answer, final, total)
      if (kept && [206, 416].includes(answer.statusCode ?? 0)) return await this.#startOver()
      checkStatus(answer, final)
      if (kept && validatorOf(answer.headers) === kept.validator) this.#input.onNoRanges?.()
      const notes = notesOf(answer.headers, url, final)
      this.#assertFits(notes.total, final)
      await file.begin(notes)
      await this.#save(answer, final)
    } finally {
      answer.destroy()
    }
  }

  async #goOn(answer: IncomingMessage, url: URL, total: number) {
    const { file } = this.#input
    this.#assertFits(total, url)
    file.endsAt(total)
    if (!isWhole(file)) await this.#save(answer, url)
  }

  #assertFits(total: number | null, { host }: URL) {
    if ((total ?? 0) > this.#input.max_bytes) throw tooLarge(host, this.#input.max_bytes)
  }

  /** The server speaks of another version, or of other bytes than asked for. */
  async #startOver() {
    await this.#input.file.discard()
    return this.#receive()
  }

  async #save(answer: IncomingMessage, url: URL) {
    const { file } = this.#input
    await this.#append(answer, url)
    const total = file.notes?.total ?? null
    if (total === null) file.endsAt(file.bytes)
    else if (file.bytes < total) throw new TryAgain(unreachable(url.host, "the connection ended too early"))
  }

  async #append(answer: IncomingMessage, url: URL): Promise<void> {
    const { max_bytes, clock, file } = this.#input
    let pace = { since: clock.now(), bytes: file.bytes }
    for await (const chunk of bodyOf(answer, url)) {
      if (file.bytes + chunk.length > max_bytes) throw tooLarge(url.host, max_bytes)
      await file.append(chunk)
      const now = clock.now()
      if (now >= this.#input.deadline - DEADLINE_MARGIN_MS) this.#stop.abort()
      this.#stop.signal.throwIfAborted()
      if (now - pace.since < PACE_WINDOW_MS) continue
      const wanted = (SLOWEST_BYTES_PER_SECOND * (now - pace.since)) / 1_000
      if (file.bytes - pace.bytes < wanted) throw tooSlow(`${url.host} sends less than 1 KB a second`)
      pace = { since: now, bytes: file.bytes }
    }
  }
}

function checkStatus(answer: IncomingMessage, url: URL) {
  const status = answer.statusCode ?? 0
  if (PASSING_STATUS.has(status)) throw new TryAgain(wrongStatus(url.host, status))
  if (status !== 200) throw wrongStatus(url.host, status)
}

function wrongStatus(host: string, status: number): Problem {
  return problem(
    422,
    "url_status",
    `${host} answered with HTTP status ${status} instead of the file. Check the URL, or whether it needs signing in.`,
  )
}

function tooLarge(host: string, mostBytes: number): Problem {
  const detail = `What ${host} sends is larger than ${sizeText(mostBytes)}, the limit for downloads.`
  return problem(413, "download_too_large", detail)
}
