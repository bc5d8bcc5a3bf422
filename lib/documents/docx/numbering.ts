import { numberAs } from "../numerals.ts"
import { attributeOf, type Package, taking } from "../package.ts"

/** How a level of a list counts. */
interface Level {
  start: number
  format: string
  /** `%1.%2.` and the like. */
  text: string
  /** A list that goes on with the levels of another begins anew where it is first used. */
  restarts?: boolean
}

/** What styles say of a paragraph. */
export interface ParagraphStyle {
  /** Of a heading, from 1. */
  level: number
  numId: string | null
  ilvl: number
}

/** Numbers the paragraphs of lists as they come. */
export class Numbering {
  readonly #abstract = new Map<string, Map<number, Level>>()
  readonly #lists = new Map<string, { of: string; levels: Map<number, Level> }>()
  readonly #counts = new Map<string, number[]>()
  /** The lists and levels that have been used. */
  readonly #begun = new Set<string>()

  static async read(parts: Package, part: string | undefined): Promise<Numbering> {
    const numbering = new Numbering()
    if (part !== undefined) await numbering.#read(parts, part)
    return numbering
  }

  /** What stands before a paragraph of that list and level, such as `1.2. `; empty where there is no list. */
  next(numId: string, ilvl: number): string {
    const list = this.#lists.get(numId)
    const level = this.#levelOf(numId, ilvl)
    if (!list || !level || level.format === "none") return ""
    const counts = this.#counts.get(list.of) ?? []
    this.#counts.set(list.of, counts)
    const isFirst = level.restarts === true && !this.#begun.has(`${numId} ${ilvl}`)
    this.#begun.add(`${numId} ${ilvl}`)
    counts[ilvl] = (isFirst ? level.start - 1 : (counts[ilvl] ?? level.start - 1)) + 1
    counts.length = ilvl + 1
    if (level.format === "bullet") return `${"  ".repeat(ilvl)}* `
    const number = level.text.replace(/%(\d)/g, (_, digit: string) => {
      const at = Number(digit) - 1
      const of = this.#levelOf(numId, at)
      return numberAs(of?.format ?? "decimal", counts[at] ?? of?.start ?? 1)
    })
    return number.trim() === "" ? "" : `${"  ".repeat(ilvl)}${number} `
  }

  #levelOf(numId: string, ilvl: number): Level | undefined {
    const list = this.#lists.get(numId)
    return list?.levels.get(ilvl) ?? this.#abstract.get(list?.of ?? "")?.get(ilvl)
  }

  async #read(parts: Package, part: string) {
    let levels = new Map<number, Level>()
    let level: Level = { start: 1, format: "decimal", text: "" }
    let ilvl = 0
    let list = { of: "", levels: new Map<number, Level>() }
    await parts.readBeside(
      part,
      taking({
        open: (name, attributes) => {
          const value = attributeOf(attributes, "val") ?? ""
          if (name === "abstractNum") {
            levels = new Map()
            this.#abstract.set(attributeOf(attributes, "abstractNumId") ?? "", levels)
          } else if (name === "num") {
            list = { of: "", levels: new Map() }
            levels = list.levels
            this.#lists.set(attributeOf(attributes, "numId") ?? "", list)
          } else if (name === "abstractNumId") list.of = value
          else if (name === "lvlOverride") ilvl = Number(attributeOf(attributes, "ilvl") ?? 0)
          else if (name === "startOverride") {
            const of = this.#abstract.get(list.of)?.get(ilvl)
            if (of) levels.set(ilvl, { ...of, start: Number(value) || 0, restarts: true })
          } else if (name === "lvl") {
            ilvl = Number(attributeOf(attributes, "ilvl") ?? 0)
            level = { start: 1, format: "decimal", text: "" }
            levels.set(ilvl, level)
          } else if (name === "start") level.start = Number(value) || 0
          else if (name === "numFmt") level.format = value
          else if (name === "lvlText") level.text = value
        },
      }),
    )
  }
}

/** The styles of paragraphs by their ids, with what they inherit. */
export async function stylesIn(
  parts: Package,
  part: string | undefined,
): Promise<Map<string, ParagraphStyle>> {
  const found = new Map<string, Partial<ParagraphStyle> & { basedOn?: string }>()
  let style: Partial<ParagraphStyle> & { basedOn?: string } = {}
  if (part !== undefined) {
    await parts.readBeside(
      part,
      taking({
        open: (name, attributes) => {
          const value = attributeOf(attributes, "val") ?? ""
          if (name === "style") {
            style = {}
            found.set(attributeOf(attributes, "styleId") ?? "", style)
          } else if (name === "name") {
            const heading = /^heading (\d)$/i.exec(value)?.[1]
            if (heading !== undefined) style.level = Number(heading)
            else if (/^title$/i.test(value)) style.level = 1
          } else if (name === "basedOn") style.basedOn = value
          else if (name === "outlineLvl") style.level = Number(value) < 9 ? Number(value) + 1 : 0
          else if (name === "numId") style.numId = value
          else if (name === "ilvl") style.ilvl = Number(value) || 0
        },
      }),
    )
  }
  const resolved = new Map<string, ParagraphStyle>()
  for (const id of found.keys()) resolved.set(id, inherited(found, id))
  return resolved
}

function inherited(
  found: ReadonlyMap<string, Partial<ParagraphStyle> & { basedOn?: string }>,
  id: string,
): ParagraphStyle {
  const chain: Partial<ParagraphStyle>[] = []
  for (let at: string | undefined = id, steps = 0; at !== undefined && steps < 20; steps += 1) {
    const style = found.get(at)
    if (!style) break
    chain.push(style)
    at = style.basedOn
  }
  const first = <K extends keyof ParagraphStyle>(key: K) => chain.find((one) => one[key] !== undefined)?.[key]
  return { level: first("level") ?? 0, numId: first("numId") ?? null, ilvl: first("ilvl") ?? 0 }
}
