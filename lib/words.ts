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
