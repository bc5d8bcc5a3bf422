import { type FileHandle, open, rm } from "node:fs/promises"
import type { IncomingMessage } from "node:http"
import type { Clock } from "../clock.ts"
import { isProblem, type Problem, problem } from "../errors.ts"
import { statOrNull, writeAll } from "./disk.ts"
import { continues, type DownloadNotes, notesOf, readNotes, resumable, writeNotes } from "./download-notes.ts"
import { bodyOf, requestUrl, TryAgain, tooSlow, unreachable } from "./download-request.ts"
import { notesPathOf } from "./file-name.ts"

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
  /** Where the bytes grow; its name ends in `.part`, notes lie beside it. */
  path: string
  /** `host` or `host:port`: may be fetched although private, and by http. */
  allow: string[]
  max_bytes: number
  /** When to stop and return what there is, in milliseconds by `clock`. */
  deadline: number
  clock: Clock
  /** Silence this long counts as a broken connection. */
  idle_ms?: number
}

export interface DownloadResult {
  /** Whether the file is whole; if not, the same call goes on with it. */
  done: boolean
  bytes: number
  total: number | null
  original_name: string
}

/** What earlier calls and tries have left on disk. */
export async function whatIsThere({ path, url }: DownloadInput): Promise<DownloadResult> {
  const notes = await readNotes(path, url)
  const bytes = notes ? ((await statOrNull(path))?.size ?? 0) : 0
  return {
    done: notes !== null && notes.total === bytes,
    bytes,
    total: notes?.total ?? null,
    original_name: notes?.original_name ?? "download",
  }
}

/** One request, from asking to the end of its body. */
export class DownloadRun {
  readonly #input: DownloadInput
  readonly #stop = new AbortController()

  constructor(input: DownloadInput) {
    this.#input = input
  }

  async fetch(): Promise<DownloadResult> {
    const { deadline, clock } = this.#input
    const there = await whatIsThere(this.#input)
    const left = deadline - DEADLINE_MARGIN_MS - clock.now()
    if (there.done || left <= 0) return there
    const timer = setTimeout(() => this.#stop.abort(), Math.min(left, 0x7fffffff))
    try {
      await this.#receive(there.bytes)
      return await whatIsThere(this.#input)
    } catch (error) {
      if (this.#stop.signal.aborted && !isProblem(error)) return await whatIsThere(this.#input)
      throw error
    } finally {
      clearTimeout(timer)
    }
  }

  async #receive(offset: number): Promise<void> {
    const { url, path, allow, idle_ms = IDLE_MS } = this.#input
    const kept = offset > 0 ? resumable(await readNotes(path, url)) : null
    const headers: Record<string, string> = kept
      ? { range: `bytes=${offset}-`, "if-range": kept.validator }
      : {}
    const { signal } = this.#stop
    const { answer, url: final } = await requestUrl(url, { allow, headers, idle_ms, signal })
    try {
      if (kept && continues(answer, offset, kept)) return await this.#save(answer, offset, kept, final)
      if (kept && [206, 416].includes(answer.statusCode ?? 0)) return await this.#startOver()
      checkStatus(answer, final)
      await rm(notesPathOf(path), { force: true })
      await this.#save(answer, 0, notesOf(answer.headers, url, final), final)
    } finally {
      answer.destroy()
    }
  }

  /** The server speaks of another version, or of other bytes than asked for. */
  async #startOver() {
    const { path } = this.#input
    await rm(notesPathOf(path), { force: true })
    await rm(path, { force: true })
    return this.#receive(0)
  }

  async #save(answer: IncomingMessage, offset: number, notes: DownloadNotes, url: URL) {
    const { path, max_bytes } = this.#input
    if (notes.total !== null && notes.total > max_bytes) throw tooLarge(url.host, max_bytes)
    const file = await open(path, offset > 0 ? "r+" : "w", 0o600)
    try {
      if (offset === 0) await writeNotes(path, notes)
      const bytes = await this.#append(file, answer, offset, url)
      if (notes.total === null) await writeNotes(path, { ...notes, total: bytes })
      else if (bytes < notes.total)
        throw new TryAgain(unreachable(url.host, "the connection ended too early"))
    } finally {
      await file.close()
    }
  }

  async #append(file: FileHandle, answer: IncomingMessage, offset: number, url: URL): Promise<number> {
    const { max_bytes, clock } = this.#input
    let bytes = offset
    let pace = { since: clock.now(), bytes }
    for await (const chunk of bodyOf(answer, url)) {
      if (bytes + chunk.length > max_bytes) throw tooLarge(url.host, max_bytes)
      await writeAll(file, chunk, bytes)
      bytes += chunk.length
      const now = clock.now()
      if (now >= this.#input.deadline - DEADLINE_MARGIN_MS) this.#stop.abort()
      this.#stop.signal.throwIfAborted()
      if (now - pace.since < PACE_WINDOW_MS) continue
      const wanted = (SLOWEST_BYTES_PER_SECOND * (now - pace.since)) / 1_000
      if (bytes - pace.bytes < wanted) throw tooSlow(`${url.host} sends less than 1 KB a second`)
      pace = { since: now, bytes }
    }
    return bytes
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
  const limit = mostBytes >= 1_048_576 ? `${Math.floor(mostBytes / 1_048_576)} MB` : `${mostBytes} bytes`
  return problem(
    413,
    "download_too_large",
    `What ${host} sends is larger than ${limit}, the limit for downloads.`,
  )
}
