import type { DatasetDeclaration, DatasetOption } from "../../lib/contract/datasets.ts"
import { FeedRequest } from "../../lib/contract/feeds.ts"
import type { FieldErrors } from "../start/beginning.ts"
import { checkOptions, type OptionValues, optionsFrom } from "../start/check-options.ts"

/** How a source is named. */
export type SourceKind = "kbo" | "url" | "prefix"

export const SOURCES: readonly (readonly [SourceKind, string])[] = [
  ["kbo", "KBO portal"],
  ["url", "Address"],
  ["prefix", "Stored files"],
]

/** What a feed says by itself, or has no use for. */
const NOT_OF_FEEDS = ["run", "dry_run", "notify_email", "webhook_url", "ping_url"]
/** What is not offered here: whoever wants it of every run says so elsewhere. */
const NOT_ASKED = ["allow_mass_close"]

const MAPPING: DatasetOption = {
  name: "mapping",
  type: "pairs",
  description:
    "Where the names of columns do not tell: column of the file = column here, one a line; nothing behind the = leaves it out",
  default: null,
}

/** The options of a dataset that a feed may have. */
export function optionsOfFeed({ options, mappable }: DatasetDeclaration): DatasetOption[] {
  const own = options.filter(({ name }) => ![...NOT_OF_FEEDS, ...NOT_ASKED].includes(name))
  return mappable ? [...own, MAPPING] : own
}

type Read = { request: FeedRequest; errors: null } | { request: null; errors: FieldErrors }

/**
 * What the form says of a feed, checked the way the server does; or what is wrong with it, by fields. Of the options it had before it keeps
 * those that have no field.
 */
export function readFeedForm(
  form: FormData,
  dataset: DatasetDeclaration,
  kind: SourceKind,
  before: OptionValues = {},
): Read {
  const declared = optionsOfFeed(dataset)
  const said = { ...withoutField(before, declared), ...optionsFrom(form, declared) }
  const options = said.mapping ? { ...said, mapping: withLeftOut(said.mapping) } : said
  const text = (name: string) => String(form.get(name) ?? "").trim()
  const request = {
    ...{ name: text("name"), dataset: dataset.dataset, options, source: sourceOf(kind, text) },
    ...{ schedule: text("schedule"), time_zone: text("time_zone") },
    ...{ notify: text("notify") || null, webhook_url: text("webhook_url") || null },
    ...{ ping_url: text("ping_url") || null, stale_after: numberIn(text("stale_after")) },
  }
  const errors: Record<string, string> = { ...checkOptions(options, declared).errors }
  const parsed = FeedRequest.safeParse(request)
  for (const { path } of parsed.error?.issues ?? []) {
    const [field] = path.map(String)
    if (field && field !== "options") errors[field] = WRONG[field] ?? "This cannot be."
  }
  if (request.source === null) errors.source = WRONG.source ?? ""
  if (Object.keys(errors).length > 0 || !parsed.data) return { request: null, errors }
  return { request: { ...parsed.data, options: options as FeedRequest["options"] }, errors: null }
}

const WRONG: Record<string, string> = {
  name: "Give it a name.",
  source: "Say where its files come from.",
  schedule: "Say when it runs.",
  notify: "This is no e-mail address.",
  webhook_url: "Give an address that begins with https:// or http://.",
  ping_url: "Give an address that begins with https:// or http://.",
  stale_after: "Give a number of days above 0, at most 366.",
}

function withoutField(options: OptionValues, declared: readonly DatasetOption[]): OptionValues {
  const others = new Set([...NOT_OF_FEEDS, ...declared.map(({ name }) => name)])
  return Object.fromEntries(Object.entries(options).filter(([name]) => !others.has(name)))
}

function numberIn(text: string): number | null {
  return text === "" ? null : Number(text)
}

function sourceOf(kind: SourceKind, text: (name: string) => string) {
  if (kind === "kbo") return { kbo: true as const }
  const said = text(kind)
  if (said === "") return null
  return kind === "url" ? { url: said } : { prefix: said }
}

/** A column of the file that nothing stands behind is left out. */
function withLeftOut(mapping: unknown): Record<string, string | null> {
  return Object.fromEntries(
    Object.entries(mapping as object).map(([header, column]) => [header, column || null]),
  )
}
