import type { XmlTaker } from "../../formats/workbook/xml.ts"
import type { Block, BlockWriter } from "../blocks.ts"
import { attributeOf } from "../package.ts"
import type { Numbering, ParagraphStyle } from "./numbering.ts"

/** What stands beside text in a document without being part of it as it is now. */
const SKIPPED = new Set("Fallback del moveFrom instrText delInstrText delText rt fldData binData".split(" "))

export interface TakerOptions {
  writer: BlockWriter
  styles?: ReadonlyMap<string, ParagraphStyle>
  numbering?: Numbering
  /** The numbers of notes, by their kind and id, as they are referred to. */
  notes?: Map<string, number>
  /** Documents within the document, by the ids they are pointed to by. */
  chunks?: ReadonlyMap<string, readonly Block[]>
  /** A slide: its fields for number and date are no text, and the paragraphs of a shape are its lines. */
  isSlide?: boolean
}

/** What a paragraph says itself, before what its style says. */
interface Paragraph {
  style?: ParagraphStyle | undefined
  level?: number
  numId?: string | null
  ilvl?: number
  /** Its first letter, drawn larger: the next paragraph goes on with it. */
  isDropCap?: boolean
  /** Nobody sees it, nor its number. */
  isHidden?: boolean
}

const PLAIN: Paragraph = {}
const SLIDE_FIELDS = /^(slidenum|datetime)/i

/** Takes WordprocessingML, and the DrawingML of slides, whose words are in the same elements. */
export class OfficeTaker implements XmlTaker {
  readonly #of: TakerOptions
  readonly #writer: BlockWriter
  /** How deep within what is skipped; 0 outside. */
  #skipped = 0
  #inText = 0
  /** Paragraph and run properties are open: a tab there is none. */
  #properties = 0
  #paragraph: Paragraph = PLAIN
  readonly #outer: Paragraph[] = []
  #hasNumber = false
  #hidden = false
  #isRun = false
  #title = false

  constructor(of: TakerOptions) {
    this.#of = of
    this.#writer = of.writer
  }

  open(name: string, attributes: Readonly<Record<string, string>>) {
    if (name === "del" && this.#properties > 0) this.#paragraph.isHidden = true
    if (this.#skipped > 0 || SKIPPED.has(name) || this.#isSlideField(name, attributes)) {
      this.#skipped += 1
      return
    }
    if (this.#properties > 0 || name === "pPr" || name === "rPr") return this.#property(name, attributes)
    this.#content(name, attributes)
  }

  close(name: string) {
    if (this.#skipped > 0) {
      this.#skipped -= 1
      return
    }
    if (this.#properties > 0) {
      this.#properties -= 1
      return
    }
    const writer = this.#writer
    if (name === "t" || name === "text") this.#inText -= 1
    else if (name === "r") this.#isRun = this.#hidden = false
    else if (name === "p") this.#endParagraph()
    else if (name === "tc") writer.endCell()
    else if (name === "tr") writer.endRow()
    else if (name === "tbl") writer.closeTable()
    else if (name === "num") writer.add("/")
    else if (name === "txbxContent") {
      writer.closeAside()
      this.#paragraph = this.#outer.pop() ?? PLAIN
    } else if (name === "sp" || name === "cm") {
      writer.endList()
      this.#title = false
    }
  }

  text(text: string) {
    if (this.#inText === 0 || this.#skipped > 0 || this.#hidden) return
    this.#number()
    this.#writer.add(text)
  }

  #content(name: string, attributes: Readonly<Record<string, string>>) {
    const writer = this.#writer
    if (name === "t" || name === "text") this.#inText += 1
    else if (name === "r") this.#isRun = true
    else if (name === "tab" || name === "ptab") this.#add("\t")
    else if (name === "br" || name === "cr") this.#add("\n")
    else if (name === "noBreakHyphen") this.#add("-")
    else if (name === "tbl") writer.openTable()
    else if (name === "txbxContent") {
      this.#outer.push(this.#paragraph)
      this.#paragraph = PLAIN
      writer.openAside()
    } else if (name === "docPr" || name === "cNvPr") this.#stand(attributeOf(attributes, "descr"))
    else if (name === "footnoteReference" || name === "endnoteReference") this.#refer(name, attributes)
    else if (name === "footnote" || name === "endnote") this.#beginNote(name, attributes)
    else if (name === "altChunk") writer.take(this.#of.chunks?.get(attributeOf(attributes, "id") ?? "") ?? [])
    else if (name === "ph") this.#title = /^(title|ctrTitle)$/.test(attributeOf(attributes, "type") ?? "")
    else if (name === "p") this.#beginParagraph()
  }

  #property(name: string, attributes: Readonly<Record<string, string>>) {
    this.#properties += 1
    const value = attributeOf(attributes, "val")
    const isOn = value !== "0" && value !== "false" && value !== "off"
    if (name === "vanish" && this.#isRun) this.#hidden = isOn
    else if (name === "vanish") this.#paragraph.isHidden = isOn
    else if (name === "framePr")
      this.#paragraph.isDropCap = /^(drop|margin)$/.test(attributeOf(attributes, "dropCap") ?? "")
    else if (name === "pStyle") {
      this.#paragraph.style = this.#of.styles?.get(value ?? "")
    } else if (name === "outlineLvl") this.#paragraph.level = Number(value) < 9 ? Number(value) + 1 : 0
    else if (name === "numId") this.#paragraph.numId = value ?? null
    else if (name === "ilvl") this.#paragraph.ilvl = Math.min(8, Number(value) || 0)
  }

  #isSlideField(name: string, attributes: Readonly<Record<string, string>>): boolean {
    return (
      this.#of.isSlide === true && name === "fld" && SLIDE_FIELDS.test(attributeOf(attributes, "type") ?? "")
    )
  }

  #resolved(): ParagraphStyle {
    const { style, level, numId, ilvl } = this.#paragraph
    return {
      level: level ?? style?.level ?? 0,
      numId: numId ?? style?.numId ?? null,
      ilvl: ilvl ?? (numId === undefined ? (style?.ilvl ?? 0) : 0),
    }
  }

  #beginParagraph() {
    this.#paragraph = { ...PLAIN }
    this.#hasNumber = false
  }

  #endParagraph() {
    const { level, numId } = this.#resolved()
    const isHeading = level > 0 || this.#title
    const isItem = this.#of.isSlide === true || (numId !== null && numId !== "0")
    this.#number({ isEmpty: true })
    if (!this.#paragraph.isDropCap)
      this.#writer.end({ level: isHeading ? Math.max(1, level) : 0, isItem: isItem && !isHeading })
    this.#paragraph = { ...PLAIN }
    this.#hasNumber = false
  }

  /** A paragraph of a list begins with its number; where there is no word, with no bullet. */
  #number({ isEmpty = false } = {}) {
    const { numId, ilvl } = this.#resolved()
    if (this.#hasNumber || numId === null || numId === "0") return
    if (isEmpty && this.#paragraph.isHidden) return
    this.#hasNumber = true
    const number = this.#of.numbering?.next(numId, ilvl) ?? ""
    if (!isEmpty || number.trim() !== "*") this.#writer.add(number)
  }

  #add(text: string) {
    if (!this.#hidden) this.#writer.add(text)
  }

  #refer(name: string, attributes: Readonly<Record<string, string>>) {
    const { notes } = this.#of
    const key = `${name.replace("Reference", "")} ${attributeOf(attributes, "id")}`
    if (!notes || attributeOf(attributes, "customMarkFollows") === "1") return
    const number = notes.get(key) ?? notes.size + 1
    notes.set(key, number)
    this.#add(`[${number}]`)
  }

  #beginNote(name: string, attributes: Readonly<Record<string, string>>) {
    const number = this.#of.notes?.get(`${name} ${attributeOf(attributes, "id")}`)
    this.#writer.end()
    if (number !== undefined) this.#writer.add(`[${number}] `)
  }

  #stand(text: string | undefined) {
    const words = text?.trim() ?? ""
    if (words !== "") this.#writer.add(` ${words} `)
  }
}
