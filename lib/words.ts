import type { z } from "zod"

/** What has no shape of its own on paper, or turns the text beside it round. */
const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Co}\p{Cn}\u2028\u2029]/gu
const LONGEST = 300

/** Any text as one line that can be set: nothing invisible, no half characters, no more than fits a cell. */
export function printable(text: string, longest = LONGEST): string {
  const plain = text
    .replace(/\p{Cs}/gu, "\ufffd")
    .replace(/\s+/gu, " ")
    .replace(UNPRINTABLE, "")
    .trim()
  const characters = [...plain.slice(0, 2 * longest)]
  return characters.length > longest ? `${characters.slice(0, longest - 1).join("")}…` : characters.join("")
}

/** `2026-01-05 06:00:00 UTC` */
export function timeText(iso: string): string {
  return `${iso.slice(0, 10)} ${iso.slice(11, 19)} UTC`
}

export function countText(count: number): string {
  return count.toLocaleString("en-US")
}

/** `1,204 rows` */
export function countedText(count: number, one: string, many = `${one}s`): string {
  return `${countText(count)} ${count === 1 ? one : many}`
}

/** `12 MB`, or `500 bytes` of less than one: a limit in a sentence. */
export function sizeText(bytes: number): string {
  return bytes < 1_048_576 ? `${bytes} bytes` : `${Math.floor(bytes / 1_048_576)} MB`
}

/** More names than this nobody reads, and longer ones neither. */
const MOST_NAMES = 10
const LONGEST_NAME = 100

/** `email, phone … and 4,990 more`: names in a sentence, ten at most. */
export function namesText(names: readonly string[]): string {
  const shortened = (name: string) => (name.length > LONGEST_NAME ? printable(name, LONGEST_NAME) : name)
  const some = names.slice(0, MOST_NAMES).map(shortened).join(", ")
  return names.length > MOST_NAMES ? `${some} … and ${countText(names.length - MOST_NAMES)} more` : some
}

/** Seconds below a minute as they are, else minutes and seconds, or hours and minutes. */
export function durationText(seconds: number): string {
  if (seconds < 60) return `${Number(seconds.toFixed(1))} s`
  const whole = Math.round(seconds)
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60]
  return hours > 0 ? `${hours} h ${minutes} min` : `${minutes} min ${rest} s`
}

/** `batch_size` as a person reads it. */
export function plainName(name: string): string {
  return name.replaceAll("_", " ")
}

const KINDS: Record<string, string> = {
  string: "text",
  number: "a number",
  int: "a whole number",
  boolean: "true or false",
  array: "a list",
  object: "an object",
  record: "an object",
}

/** What is wrong with a value, to follow its name, as in `batch_size: must be at least 50`; undefined where the schema's words do. */
export function issueText(issue: z.core.$ZodRawIssue): string | undefined {
  switch (issue.code) {
    case "invalid_type": {
      const kind = KINDS[issue.expected]
      if (kind === undefined) return undefined
      return issue.input === undefined ? `is missing, and must be ${kind}` : `must be ${kind}`
    }
    case "invalid_value":
      return `must be ${issue.values.map((value) => JSON.stringify(value)).join(" or ")}`
    case "too_small":
      if (issue.minimum === 1 && issue.origin !== "number") return "must not be empty"
      return boundText(issue.origin, issue.inclusive ? "at least" : "more than", Number(issue.minimum))
    case "too_big":
      return boundText(issue.origin, issue.inclusive ? "at most" : "less than", Number(issue.maximum))
    case "unrecognized_keys":
      return `nothing is known here by the name ${namesText(issue.keys)}`
    case "invalid_format":
      return issue.format === "email" ? "must be an e-mail address" : undefined
    default:
      return undefined
  }
}

function boundText(origin: string, bound: string, size: number): string {
  const most = `${bound} ${countText(size)}`
  if (origin === "string") return `must have ${most} characters`
  return origin === "array" ? `must have ${most} entries` : `must be ${most}`
}
