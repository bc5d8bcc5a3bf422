import { decoded } from "./decode-text.ts"
import { shortened } from "./record-fault.ts"

/** One property of a card: its name and what is said of it in upper case, its value still written as in the file. */
interface Property {
  name: string
  types: readonly string[]
  value: string
}

/** A card's properties, read for their people; `text` is how it begins. */
export interface Card {
  row: number
  line: number
  names: string[]
  cells: unknown[]
  fault: string | null
  text: string
}

/** Pictures and sounds are no part of a row. */
const LEFT_OUT = ["PHOTO", "LOGO", "SOUND", "KEY"]
/** Characters that a card has at most. */
export const LONGEST_CARD = 1_048_576

/** Finds the cards in lines that come one after the other; a card without an end ends where the next begins. */
export class CardScanner {
  #lines: string[] = []
  #length = 0
  #begun = 0
  #row = 0
  #isLeftOut = false
  #isBroken = false
  #isQuoted = false
  /** The line that was kept last is quoted-printable, and goes on in the next one, whatever that looks like. */
  #goesOn = false

  /** Takes a line, of which some may be no text; answers the card that it ends. */
  take(text: string, line: number, isBroken = false): Card | null {
    if (/^BEGIN:VCARD\s*$/i.test(text)) {
      const card = this.#begun > 0 ? this.#card() : null
      this.#begin(line)
      return card
    }
    if (this.#begun === 0) return null
    if (/^END:VCARD\s*$/i.test(text)) {
      const card = this.#card()
      this.#begun = 0
      return card
    }
    this.#keep(text, isBroken)
    return null
  }

  /** The last card, where it has no end. */
  end(): Card | null {
    return this.#begun > 0 ? this.#card() : null
  }

  #begin(line: number) {
    this.#begun = line
    this.#lines = []
    this.#length = 0
    this.#isLeftOut = false
    this.#isBroken = false
    this.#isQuoted = false
    this.#goesOn = false
  }

  #keep(text: string, isBroken: boolean) {
    const isFolded = /^[ \t]/.test(text)
    if (!this.#goesOn) {
      if (isFolded ? this.#isLeftOut : this.#isOfNoUse(text)) return
      if (!isFolded) this.#isQuoted = QUOTED.test(text)
    }
    this.#goesOn = this.#isQuoted && text.endsWith("=")
    this.#isBroken ||= isBroken
    this.#length += text.length
    if (this.#length <= LONGEST_CARD) this.#lines.push(text)
  }

  #isOfNoUse(text: string): boolean {
    const name = /^(?:[\w-]+\.)?([\w-]+)[;:]/.exec(text)?.[1]?.toUpperCase()
    // What is encoded in Base64 may go on without blanks before it.
    if (name === undefined) return this.#isLeftOut
    this.#isLeftOut = LEFT_OUT.includes(name)
    return this.#isLeftOut
  }

  #card(): Card {
    this.#row += 1
    const isLong = this.#length > LONGEST_CARD
    const fault = isLong ? "row_too_long" : this.#isBroken ? "invalid_encoding" : null
    const { names, cells } = isLong ? { names: [], cells: [] } : cellsOf(propertiesOf(this.#lines))
    const text = shortened(this.#lines.join("\n")).replaceAll("\0", "\uFFFD")
    return { row: this.#row, line: this.#begun, names, cells, fault, text }
  }
}

const QUOTED = /^[^:]*[;=]QUOTED-PRINTABLE[;:]/i

/** Lines put together that were cut, and taken apart. */
function propertiesOf(lines: readonly string[]): Property[] {
  const whole: { parts: string[]; isQuoted: boolean }[] = []
  for (const line of lines) {
    const last = whole.at(-1)
    const part = last?.parts.at(-1) ?? ""
    if (last?.isQuoted && part.endsWith("=")) {
      last.parts[last.parts.length - 1] = part.slice(0, -1)
      last.parts.push(line)
    } else if (last && /^[ \t]/.test(line)) last.parts.push(line.slice(1))
    else whole.push({ parts: [line], isQuoted: QUOTED.test(line) })
  }
  return whole.flatMap(({ parts }) => propertyOf(parts.join("")) ?? [])
}

const PROPERTY = /^(?:[\w-]+\.)?([\w-]+)((?:;(?:[^":;]|"[^"]*")*)*):([\s\S]*)$/

function propertyOf(line: string): Property | null {
  const [, name = "", said = "", value = ""] = PROPERTY.exec(line) ?? []
  if (name === "") return null
  const parameters = (said.match(/;(?:[^";]|"[^"]*")*/g) ?? []).map((one) => one.slice(1).replaceAll('"', ""))
  const isQuoted = parameters.some((one) => /^(?:ENCODING=)?QUOTED-PRINTABLE$/i.test(one))
  const charset = parameters.find((one) => /^CHARSET=/i.test(one))?.slice(8) ?? "utf-8"
  const types = parameters.flatMap((one) =>
    one
      .replace(/^TYPE=/i, "")
      .toUpperCase()
      .split(","),
  )
  return { name: name.toUpperCase(), types, value: isQuoted ? unquoted(value, charset) : value }
}

/** What is not written as it should be, letters as they are, is text already. */
function unquoted(value: string, charset: string): string {
  const parts = value.split(/([^\0-\x7f]+)/)
  return parts.map((part, i) => (i % 2 === 1 ? part : unquotedAscii(part, charset))).join("")
}

function unquotedAscii(value: string, charset: string): string {
  const byte = (_: string, code: string) => String.fromCharCode(Number.parseInt(code, 16))
  const bytes = Buffer.from(value.replace(/=([0-9A-Fa-f]{2})/g, byte), "latin1")
  try {
    return decoded(bytes, charset.toLowerCase())
  } catch {
    return bytes.toString("utf8")
  }
}

function cellsOf(properties: readonly Property[]): { names: string[]; cells: unknown[] } {
  const all = (name: string) => properties.filter((one) => one.name === name && one.value.trim() !== "")
  const first = (name: string) => all(name)[0]?.value ?? ""
  const [family = "", given = "", middle = ""] = partsOf(first("N"), ";").map(plain)
  const [firstName, lastName] =
    given || family ? [[given, middle].filter(Boolean).join(" "), family] : namesOf(plain(first("FN")))
  const address = inOrder(all("ADR"), ["PREF", "WORK", "HOME"])[0]?.value ?? ""
  const [box, extended, street, city, , postal, country] = partsOf(address, ";").map(plain)
  const emails = inOrder(all("EMAIL"), ["PREF", "WORK", "HOME"]).map(({ value }) => plain(value))
  const phones = inOrder(
    all("TEL").filter(({ types }) => !types.includes("FAX")),
    ["CELL", "PREF", "WORK", "HOME"],
  ).map(({ value }) => plain(value))
  const tags = all("CATEGORIES").flatMap(({ value }) => partsOf(value, ",").map(plain))
  const found: [name: string, cell: unknown][] = [
    ["email", emails[0]],
    ["phone", phones[0]],
    ["first_name", firstName],
    ["last_name", lastName],
    ["company", plain(partsOf(first("ORG"), ";")[0] ?? "")],
    ["job_title", plain(first("TITLE"))],
    ["address", [street, extended, box].filter(Boolean).join(", ")],
    ["city", city],
    ["postal_code", postal],
    ["country", country],
    ["tags", tags.length > 0 ? tags : null],
    [
      "notes",
      all("NOTE")
        .map(({ value }) => plain(value))
        .join("\n"),
    ],
    ...emails.slice(1).map((email, i): [string, unknown] => [`email ${i + 2}`, email]),
    ...phones.slice(1).map((phone, i): [string, unknown] => [`phone ${i + 2}`, phone]),
  ]
  const there = found.filter(([, cell]) => cell !== undefined && cell !== null && cell !== "")
  return { names: there.map(([name]) => name), cells: there.map(([, cell]) => cell) }
}

/** Of several the one that a type speaks for comes first, then the next; else as in the card. */
function inOrder(properties: readonly Property[], types: readonly string[]): Property[] {
  const rank = (one: Property) => {
    const at = types.findIndex(
      (type) =>
        one.types.includes(type) || (type === "PREF" && one.types.some((said) => /^PREF=/.test(said))),
    )
    return at < 0 ? types.length : at
  }
  return [...properties].sort((one, other) => rank(one) - rank(other))
}

/** A name as people write it: what comes first, and the rest. */
function namesOf(full: string): [first: string, last: string] {
  const at = full.indexOf(" ")
  return at < 0 ? ["", full] : [full.slice(0, at), full.slice(at + 1).trim()]
}

/** The parts of a structured value, still escaped. */
function partsOf(value: string, separator: string): string[] {
  const parts = [""]
  for (const [piece] of value.matchAll(/\\[\s\S]|[\s\S]/g)) {
    if (piece === separator) parts.push("")
    else parts[parts.length - 1] += piece
  }
  return parts
}

const plain = (value: string) =>
  value.replace(/\\([\s\S])/g, (_, one: string) => (one === "n" || one === "N" ? "\n" : one)).trim()
