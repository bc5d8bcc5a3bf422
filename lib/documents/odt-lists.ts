import type { XmlTaker } from "../formats/workbook/xml.ts"
import { numberAs } from "./numerals.ts"
import { attributeOf } from "./package.ts"

interface Level {
  format: string
  before: string
  behind: string
  start: number
  /** How many levels a number shows. */
  shown: number
}

/** The lists of an OpenDocument text: how each level of a style counts, and how far it has come. */
export class OdtLists implements XmlTaker {
  readonly #styles = new Map<string, Map<number, Level>>()
  #levels: Map<number, Level> | null = null
  readonly #open: { style: string; counts: number[] }[] = []
  readonly #last = new Map<string, number[]>()

  open(name: string, attributes: Readonly<Record<string, string>>) {
    if (name === "list-style") {
      this.#levels = new Map()
      this.#styles.set(attributeOf(attributes, "name") ?? "", this.#levels)
    } else if (name === "list-level-style-number" && this.#levels) {
      this.#levels.set(Number(attributeOf(attributes, "level") ?? 1), {
        format: attributeOf(attributes, "num-format") ?? "",
        before: attributeOf(attributes, "num-prefix") ?? "",
        behind: attributeOf(attributes, "num-suffix") ?? "",
        start: Number(attributeOf(attributes, "start-value") ?? 1) || 1,
        shown: Number(attributeOf(attributes, "display-levels") ?? 1) || 1,
      })
    }
  }

  close(name: string) {
    if (name === "list-style") this.#levels = null
  }

  text() {}

  /** A list begins, within the one that is open. */
  begin(attributes: Readonly<Record<string, string>>) {
    const outer = this.#open.at(-1)
    const style = attributeOf(attributes, "style-name") ?? outer?.style ?? ""
    const goesOn =
      attributeOf(attributes, "continue-numbering") === "true" || attributeOf(attributes, "continue-list")
    const counts = outer?.counts ?? (goesOn ? (this.#last.get(style) ?? []) : [])
    if (outer && !goesOn) counts.length = Math.min(counts.length, this.#open.length)
    this.#open.push({ style, counts })
  }

  end() {
    const list = this.#open.pop()
    if (list && this.#open.length === 0) this.#last.set(list.style, list.counts)
  }

  /** What stands before an item. */
  next(attributes: Readonly<Record<string, string>>): string {
    const list = this.#open.at(-1)
    const depth = this.#open.length
    if (!list) return ""
    const levels = this.#styles.get(list.style)
    const level = levels?.get(depth)
    const start = Number(attributeOf(attributes, "start-value")) || null
    list.counts[depth - 1] = start ?? (list.counts[depth - 1] ?? (level?.start ?? 1) - 1) + 1
    list.counts.length = depth
    const indent = "  ".repeat(depth - 1)
    if (!level) return `${indent}* `
    if (level.format === "") return ""
    const numbers = list.counts.slice(Math.max(0, depth - level.shown)).map((count, i) => {
      const of = levels?.get(Math.max(0, depth - level.shown) + i + 1) ?? level
      return numberAs(FORMATS[of.format] ?? "decimal", count ?? 1)
    })
    return `${indent}${level.before}${numbers.join(".")}${level.behind} `
  }
}

const FORMATS: Readonly<Record<string, string>> = {
  a: "lowerLetter",
  A: "upperLetter",
  i: "lowerRoman",
  I: "upperRoman",
}
