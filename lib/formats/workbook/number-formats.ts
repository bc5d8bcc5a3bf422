/** What a number in a cell stands for, as its format says. */
export type CellKind = "number" | "date" | "datetime" | "time" | "duration"

const DATES = new Set([14, 15, 16, 17, 27, 28, 29, 30, 31, 34, 35, 36, 50, 51, 52, 53, 54, 55, 56, 57, 58])
const TIMES = new Set([18, 19, 20, 21, 32, 33, 45, 47])
const DATETIME = 22
const DURATION = 46
const DAY_SECONDS = 86_400
/** The day behind 31 December 9999. */
const DAYS_END = 2_958_466
/** A day that never was: 29 February 1900. */
const NO_DAY = 60

/** The kind of a number format, by its number or its code. */
export function kindOfFormat(id: number, code: string | undefined): CellKind {
  if (code === undefined) return builtIn(id)
  const positive = (code.split(";")[0] ?? "").replace(/"[^"]*"|\\.|_.|\*./g, "")
  if (/\[(h+|m+|s+)\]/i.test(positive)) return "duration"
  const bare = positive.replace(/\[[^\]]*\]/g, "").replace(/general/gi, "")
  const [hasDay, hasTime] = [/[dy]/i.test(bare), /[hs]/i.test(bare)]
  if (hasDay) return hasTime ? "datetime" : "date"
  if (hasTime) return "time"
  return /m/i.test(bare) ? "date" : "number"
}

function builtIn(id: number): CellKind {
  if (id === DATETIME) return "datetime"
  if (id === DURATION) return "duration"
  if (DATES.has(id)) return "date"
  return TIMES.has(id) ? "time" : "number"
}

/** How many digits a code such as `0000` fills a whole number up to; 0 when it does not. */
export function paddingOf(code: string | undefined): number {
  return code !== undefined && /^0{2,}$/.test(code) ? code.length : 0
}

/** A number as it is written in the file with all its digits, never through fewer than it has. */
export function numberText(raw: string, padding = 0): string {
  const text = /e/i.test(raw) ? expanded(raw) : raw
  return padding > 0 && /^\d+$/.test(text) ? text.padStart(padding, "0") : text
}

/** `3.247E10` as 32470000000. */
function expanded(raw: string): string {
  const [, sign = "", whole = "", part = "", power = "0"] =
    /^([+-]?)(\d+)(?:\.(\d+))?e([+-]?\d+)$/i.exec(raw) ?? []
  if (whole === "" || Math.abs(Number(power)) > 400) return raw
  const digits = whole + part
  const point = whole.length + Number(power)
  if (point >= digits.length)
    return (sign === "-" ? "-" : "") + digits.padEnd(point, "0").replace(/^0+(?=\d)/, "")
  const padded = digits.padStart(digits.length - Math.min(0, point - 1), "0")
  const at = Math.max(point, 1)
  const text = `${padded.slice(0, at).replace(/^0+(?=\d)/, "")}.${padded.slice(at)}`
  return (sign === "-" ? "-" : "") + text.replace(/\.?0+$/, "")
}

/** A day, a time or both as ISO text without a time zone, to the second; a number that is none stays one. */
export function dateText(raw: string, kind: Exclude<CellKind, "number">, from1904: boolean): string {
  const value = Number(raw)
  if (!Number.isFinite(value) || value < 0 || value >= DAYS_END) return raw
  const seconds = Math.round(value * DAY_SECONDS)
  if (kind === "duration")
    return `${Math.floor(seconds / 3600)}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`
  const day = Math.floor(seconds / DAY_SECONDS)
  const time = timeText(seconds % DAY_SECONDS)
  if (kind === "time" && day === 0) return time
  if (!from1904 && day === NO_DAY) return raw
  const first = from1904 ? Date.UTC(1904, 0, 1) : Date.UTC(1899, 11, day < NO_DAY ? 31 : 30)
  const iso = new Date(first + day * DAY_SECONDS * 1_000).toISOString().slice(0, 10)
  return kind === "datetime" || seconds % DAY_SECONDS > 0 ? `${iso}T${time}` : iso
}

const two = (number: number) => String(number).padStart(2, "0")
const timeText = (of: number) =>
  `${two(Math.floor(of / 3600))}:${two(Math.floor(of / 60) % 60)}:${two(of % 60)}`
