import { parse } from "csv-parse/sync"
import { type Problem, problem } from "../errors.ts"

export const KNOWN_VERSION = "1.0.0"

/** What a KBO extract says about itself. */
export interface ExtractMeta {
  /** YYYY-MM-DD: the day whose state the extract shows, one before the day in its name. */
  snapshot_date: string
  /** YYYY-MM-DDTHH:MM:SS, the publisher's local time. */
  extract_timestamp: string
  extract_type: "full" | "update"
  extract_number: number
  version: string
}

/**
 * Reads the content of meta.csv: `Variable,Value` rows in any order; variables nobody knows are ignored.
 * Throws 422 `meta_invalid` naming the variable, 422 `version_unknown` for a layout other than 1.0.0 and `allowed`, which is true for
 * every layout.
 */
export function parseMeta(bytes: Buffer, allowed?: string | true): ExtractMeta {
  const values = variablesOf(bytes)
  const version = variableIn(values, "Version")
  if (version !== KNOWN_VERSION && version !== allowed && allowed !== true) {
    throw problem(
      422,
      "version_unknown",
      `meta.csv says Version ${shown(version)}; only ${KNOWN_VERSION} is known. The files may mean something else now. To read them as before, pass allow_version: ${shown(version)}.`,
    )
  }
  return {
    snapshot_date: dateOf(values, "SnapshotDate"),
    extract_timestamp: timestampOf(values, "ExtractTimestamp"),
    extract_type: typeOf(values),
    extract_number: numberOf(values),
    version,
  }
}

function variablesOf(bytes: Buffer): Map<string, string> {
  const values = new Map<string, string>()
  for (const [name = "", value = ""] of rowsOf(bytes)) {
    if (values.has(name) && values.get(name) !== value) {
      throw invalid(
        name.slice(0, 100),
        `appears twice, as ${shown(values.get(name) ?? "")} and ${shown(value)}`,
      )
    }
    values.set(name, value)
  }
  return values
}

function rowsOf(bytes: Buffer): string[][] {
  try {
    return parse(bytes, {
      bom: true,
      trim: true,
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: true,
    })
  } catch {
    throw problem(
      422,
      "meta_invalid",
      "meta.csv is no list of variables and values. Download the extract again.",
    )
  }
}

function variableIn(values: Map<string, string>, name: string): string {
  const value = values.get(name)
  if (value) return value
  throw invalid(name, "is missing")
}

function dateOf(values: Map<string, string>, name: string): string {
  const value = variableIn(values, name)
  return calendarDay(value) ?? refuse(name, value, "a date such as 04-10-2025")
}

function timestampOf(values: Map<string, string>, name: string): string {
  const value = variableIn(values, name)
  const [date = "", time = ""] = value.split(/ +/)
  const day = calendarDay(date)
  const clock = /^([01]\d|2[0-3]):[0-5]\d:[0-5]\d$/.test(time)
  return day && clock ? `${day}T${time}` : refuse(name, value, "a time such as 05-10-2025 09:00:00")
}

function typeOf(values: Map<string, string>): "full" | "update" {
  const value = variableIn(values, "ExtractType").toLowerCase()
  return value === "full" || value === "update" ? value : refuse("ExtractType", value, "full or update")
}

function numberOf(values: Map<string, string>): number {
  const value = variableIn(values, "ExtractNumber")
  return /^\d{1,9}$/.test(value) && Number(value) > 0
    ? Number(value)
    : refuse("ExtractNumber", value, "a number from 1")
}

/** `dd-mm-yyyy` as `yyyy-mm-dd`; null when the calendar has no such day. */
function calendarDay(text: string): string | null {
  const match = /^(\d{2})-(\d{2})-(\d{4})$/.exec(text)
  if (!match) return null
  const iso = `${match[3]}-${match[2]}-${match[1]}`
  const day = new Date(`${iso}T00:00:00Z`)
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(iso) ? iso : null
}

function refuse(name: string, value: string, wanted: string): never {
  throw invalid(name, `is ${shown(value)} where ${wanted} belongs`)
}

function invalid(name: string, why: string): Problem {
  return problem(422, "meta_invalid", `In meta.csv ${name} ${why}. Download the extract again.`)
}

function shown(value: string): string {
  return JSON.stringify(value.slice(0, 60))
}
