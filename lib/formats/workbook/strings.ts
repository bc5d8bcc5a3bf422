import type { ZipEntry } from "../zip.ts"
import { broken, readPart, type XmlTaker } from "./xml.ts"

const MOST_BYTES = 1_073_741_824
/** A cell has 32,767 characters, each of which may be written as an escape. */
export const LONGEST_CELL = 262_136

/** The texts that cells share, as bytes in one place: a million of them are no million objects. */
export class SharedStrings {
  #bytes = Buffer.alloc(0)
  #used = 0
  #ends = new Float64Array(1_024)
  count = 0

  add(text: string) {
    const most = this.#used + text.length * 3
    if (most > this.#bytes.length) {
      const larger = Buffer.allocUnsafeSlow(Math.max(65_536, Math.ceil(most * 1.5)))
      this.#bytes.copy(larger, 0, 0, this.#used)
      this.#bytes = larger
    }
    this.#used += this.#bytes.write(text, this.#used, "utf8")
    if (this.count === this.#ends.length) {
      const longer = new Float64Array(2 * this.#ends.length)
      longer.set(this.#ends)
      this.#ends = longer
    }
    this.#ends[this.count] = this.#used
    this.count += 1
  }

  /** Null where there is none of that number. */
  at(index: number): string | null {
    if (!(index >= 0 && index < this.count)) return null
    return this.#bytes.toString(
      "utf8",
      index === 0 ? 0 : (this.#ends[index - 1] as number),
      this.#ends[index] as number,
    )
  }
}

/** Reads the shared texts of a workbook, the first `most` of them. */
export async function readStrings(
  entry: ZipEntry | null,
  most = Number.POSITIVE_INFINITY,
): Promise<SharedStrings> {
  const strings = new SharedStrings()
  if (!entry) return strings
  for await (const _ of readPart(entry, new StringTaker(strings, entry), MOST_BYTES))
    if (strings.count >= most) break
  return strings
}

class StringTaker implements XmlTaker {
  readonly #strings: SharedStrings
  readonly #entry: ZipEntry
  #text = ""
  #isText = false
  /** How something is pronounced is no part of what it says. */
  #spoken = 0

  constructor(strings: SharedStrings, entry: ZipEntry) {
    this.#strings = strings
    this.#entry = entry
  }

  open(name: string) {
    if (name === "si") this.#text = ""
    else if (name === "rPh") this.#spoken += 1
    else if (name === "t") this.#isText = this.#spoken === 0
  }

  close(name: string) {
    if (name === "si") this.#strings.add(unescaped(this.#text))
    else if (name === "rPh") this.#spoken -= 1
    else if (name === "t") this.#isText = false
  }

  text(text: string) {
    if (!this.#isText) return
    this.#text += text
    if (this.#text.length > LONGEST_CELL) throw broken(this.#entry, "a text in it is longer than any cell")
  }
}

/** `_x000D_` stands for a carriage return. */
export function unescaped(text: string): string {
  if (!text.includes("_x")) return text
  return text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, code: string) =>
    String.fromCharCode(Number.parseInt(code, 16)),
  )
}
