import type { ExtractName } from "../../formats/extract-name.ts"

/** An extract at hand. */
export type FoundExtract<T> = ExtractName & {
  bytes: number | null
  source: T
  /** What its content may be known by; left out where nobody has looked. */
  hashes?: readonly string[]
}

/** An extract that was imported and is in the register. */
export type AppliedExtract = ExtractName & { bytes: number | null; content_hash?: string | null }

/** What is to be done with the extracts at hand, each of which is in exactly one list. */
export interface ExtractOrder<T> {
  /** In the register already. */
  applied: FoundExtract<T>[]
  /** Of no use: what they hold is older than the register, or a full extract that is at hand goes over them. */
  passed: FoundExtract<T>[]
  /** Of the number of another that is to be imported. */
  twins: FoundExtract<T>[]
  /** To be imported, in this order. */
  next: FoundExtract<T>[]
  /** What has to wait, since the numbers from `from` to `to` are nowhere. */
  gap: { from: number; to: number; waiting: FoundExtract<T>[] } | null
  /** Of the number and kind of an applied one, but another file. */
  others: FoundExtract<T>[]
}

/**
 * The order in which extracts at hand bring a register up to date: updates one after the other; where one is missing, on from
 * the next full extract, which holds everything; where there is none, no further than the gap. With nothing applied it begins with
 * the first full extract, or without one with the first update. `allow_gap` goes on over a gap.
 */
export function orderExtracts<T>(
  found: readonly FoundExtract<T>[],
  applied: readonly AppliedExtract[],
  { allow_gap }: { allow_gap: boolean },
): ExtractOrder<T> {
  const order: ExtractOrder<T> = { applied: [], passed: [], twins: [], next: [], gap: null, others: [] }
  let at = applied.length === 0 ? null : Math.max(...applied.map(({ extract_number }) => extract_number))
  const ahead: FoundExtract<T>[] = []
  for (const extract of [...found].sort(byNumber)) listOf(order, ahead, extract, applied, at).push(extract)
  while (ahead.length > 0) {
    const next = following(ahead, at, allow_gap)
    if (!next) {
      order.gap = { from: (at ?? 0) + 1, to: (ahead[0]?.extract_number ?? 0) - 1, waiting: ahead }
      break
    }
    order.next.push(next)
    at = next.extract_number
    const left = ahead.findIndex(({ extract_number }) => extract_number > next.extract_number)
    const behind = ahead.splice(0, left === -1 ? ahead.length : left)
    const rest = behind.filter((extract) => extract !== next)
    order.passed.push(...rest.filter(({ extract_number }) => extract_number < next.extract_number))
    order.twins.push(...rest.filter(({ extract_number }) => extract_number === next.extract_number))
  }
  return order
}

const byNumber = (one: ExtractName, other: ExtractName) =>
  one.extract_number - other.extract_number || Number(one.type === "full") - Number(other.type === "full")

function listOf<T>(
  order: ExtractOrder<T>,
  ahead: FoundExtract<T>[],
  extract: FoundExtract<T>,
  applied: readonly AppliedExtract[],
  at: number | null,
): FoundExtract<T>[] {
  if (at === null || extract.extract_number > at) return ahead
  const same = applied.filter(({ extract_number }) => extract_number === extract.extract_number)
  if (same.length === 0) return order.passed
  const twin = same.find(({ type }) => type === extract.type)
  return twin && isAnother(extract, twin) ? order.others : order.applied
}

function isAnother({ bytes, hashes }: FoundExtract<unknown>, twin: AppliedExtract): boolean {
  if (bytes !== null && twin.bytes !== null && bytes !== twin.bytes) return true
  return !!hashes && !!twin.content_hash && !hashes.includes(twin.content_hash)
}

/** The one that can be applied to a register that is at `at`; undefined before a gap. `ahead` is sorted. */
function following<T>(
  ahead: readonly FoundExtract<T>[],
  at: number | null,
  allowGap: boolean,
): FoundExtract<T> | undefined {
  const adjacent = at === null ? undefined : ahead.find(({ extract_number }) => extract_number === at + 1)
  return (
    adjacent ?? ahead.find(({ type }) => type === "full") ?? (at === null || allowGap ? ahead[0] : undefined)
  )
}
