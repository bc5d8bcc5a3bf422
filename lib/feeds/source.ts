import { statement } from "../db/statement.ts"
import type { Effects } from "../effects.ts"
import type { AppliedExtract, FoundExtract } from "../engine/admission/extract-order.ts"
import { orderExtracts } from "../engine/admission/extract-order.ts"
import type { PrepareSource } from "../engine/admission/prepare-source.ts"
import { problem } from "../errors.ts"
import { extractNameOf } from "../formats/extract-name.ts"
import { requestUrl, tooSlow } from "../store/download-request.ts"
import { nameAsSent } from "../store/file-name.ts"
import type { ListedFile } from "../store/stored.ts"
import type { FeedRow, Seen } from "./feed.ts"
import { filledIn } from "./schedule.ts"

const PATIENCE_MS = 15_000

/** What a source has that is to be imported next, and what will have been seen of it once that is begun. */
export interface Found {
  found: Exclude<PrepareSource, { kind: "job" }>
  seen: Seen
}

/** The same, or why there is nothing, and what has been seen then. */
export type Looked = Found | { found: null; message: string; seen: Seen }

/** One run of a feed, as a source needs it. */
export interface Looking {
  feed: FeedRow
  /** When it was due, or asked for; milliseconds. */
  at: number
  /** Somebody asked for it. */
  asked: boolean
  /** Imports this run has begun. */
  begun: number
}

/** What its server says is the same as before is not fetched. Throws Problem 422 `url_refused`, `url_unreachable`, `url_status`. */
export async function lookAtUrl(
  { feed, at, begun }: Looking,
  url: string,
  effects: Effects,
): Promise<Looked> {
  const { seen } = feed
  if (begun > 0) return { found: null, message: "It was imported.", seen }
  const target = filledIn(url, feed.time_zone, at)
  const signal = AbortSignal.timeout(PATIENCE_MS)
  const headers = {
    ...(seen.etag !== undefined && { "if-none-match": seen.etag }),
    ...(seen.last_modified !== undefined && { "if-modified-since": seen.last_modified }),
  }
  const ofAnother = target !== url
  const asked = {
    allow: effects.config.url_allow,
    headers: ofAnother ? {} : headers,
    idle_ms: PATIENCE_MS,
    signal,
  }
  const { answer } = await requestUrl(target, asked).catch((error: unknown) => {
    throw signal.aborted ? tooSlow(`${new URL(target).host} has not answered`) : error
  })
  answer.destroy()
  const status = answer.statusCode ?? 0
  const { etag, "last-modified": last_modified } = answer.headers
  if (status === 304) return { found: null, message: NOTHING_NEW, seen }
  if (status !== 200) {
    const detail = `${new URL(target).host} answers ${status}. Look whether the address of the feed is right.`
    throw problem(422, "url_status", detail)
  }
  if (!ofAnother && etag !== undefined && etag === seen.etag)
    return { found: null, message: NOTHING_NEW, seen }
  return { found: { kind: "url", url: target }, seen: { ...seen, etag, last_modified } }
}

export const NOTHING_NEW = "There is nothing new."

/** Stored files whose names begin alike, each once, oldest first; extracts of the register in the order of their numbers. */
export async function lookAtPrefix({ feed }: Looking, prefix: string, effects: Effects): Promise<Looked> {
  const { seen } = feed
  const files = (await effects.store.list()).filter(({ filename }) => nameAsSent(filename).startsWith(prefix))
  if (feed.dataset === "daily-update") return nextExtract(files, seen, effects)
  const isTaken = takenBy(seen)
  const taken = files.map(asItIs).filter(isTaken)
  const next = files.findLast((file) => !isTaken(asItIs(file)))
  const seenOf = (names: string[]) => ({ ...seen, up_to: undefined, taken: names })
  if (!next) return { found: null, message: NOTHING_NEW, seen: seenOf(taken) }
  return { found: { kind: "stored", filename: next.filename }, seen: seenOf([...taken, asItIs(next)]) }
}

/** A file that is written anew is another one; one whose time is older than that of others may come after them. */
const asItIs = ({ modified_at, filename }: Pick<ListedFile, "modified_at" | "filename">) =>
  `${modified_at} ${filename}`

function takenBy({ taken, up_to }: Seen): (file: string) => boolean {
  if (taken === undefined) return (file) => up_to !== undefined && file <= asItIs(up_to)
  const names = new Set(taken)
  return (file) => names.has(file)
}

async function nextExtract(files: readonly ListedFile[], seen: Seen, effects: Effects): Promise<Looked> {
  const found = files.flatMap(({ filename }): FoundExtract<string>[] => {
    const name = extractNameOf(nameAsSent(filename))
    return name ? [{ ...name, bytes: null, source: filename }] : []
  })
  const { next, gap } = orderExtracts(found, await appliedExtracts(effects), { allow_gap: false })
  const [first] = next
  if (first) return { found: { kind: "stored", filename: first.source }, seen }
  if (!gap) return { found: null, message: NOTHING_NEW, seen }
  const detail = `The extracts ${gap.from} to ${gap.to} are missing, and there is no full one after them. Store them, or a full one.`
  throw problem(409, "extract_gap", detail)
}

/** Extracts the register has been through. */
export function appliedExtracts({
  db,
}: Effects): Promise<(AppliedExtract & { snapshot_date: string | null })[]> {
  return db.use((connection) => connection.rows(statement("feeds/applied")))
}
