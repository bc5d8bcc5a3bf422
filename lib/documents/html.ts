import { Parser } from "htmlparser2"
import { BlockWriter, type ReadDocument } from "./blocks.ts"
import { RefusedError } from "./refused.ts"

/** What nobody sees of a page, or sees as something else than text. */
const SKIPPED = new Set(
  (
    "script style template noscript iframe object video audio canvas datalist noembed noframes rp defs metadata symbol " +
    "annotation annotation-xml"
  ).split(" "),
)
/** Elements without which words stay in their line. */
const INLINE = new Set(
  (
    "a abbr acronym area audio b base basefont bdi bdo big br canvas cite code data del dfn em embed font i img input " +
    "ins kbd label link map mark meta meter nobr output param picture progress q ruby rb rbc rtc s samp small source " +
    "span strike strong sub sup time track tt u var wbr tr td th table thead tbody tfoot colgroup col tspan textpath " +
    "math mi mn mo ms mtext mrow mfrac msup msub msubsup mover munder munderover mroot msqrt mstyle mspace mpadded " +
    "mphantom menclose semantics merror mmultiscripts none mprescripts"
  ).split(" "),
)
const HEADING = /^h([1-6])$/
/** The parser's time grows with the square of open tags. */
const MOST_OPEN_TAGS = 50_000

/** What of a page is text: all that a person sees, its title, and what stands for pictures. */
export function readHtml(html: string, mostCharacters: number): ReadDocument {
  const writer = new BlockWriter(mostCharacters)
  takeHtml(html, writer)
  return { blocks: writer.finish(), warnings: [] }
}

/** Writes a page, or a part of one. */
export function takeHtml(html: string, writer: BlockWriter): void {
  const taker = new HtmlTaker(writer)
  const parser = new Parser(
    {
      onopentag: (name, attributes) => taker.open(name, attributes),
      onclosetag: (name) => taker.close(name),
      ontext: (text) => taker.text(text),
    },
    { decodeEntities: true, lowerCaseTags: true, recognizeSelfClosing: false },
  )
  parser.write(html)
  parser.end()
  taker.end()
}

class HtmlTaker {
  readonly #writer: BlockWriter
  readonly #open: string[] = []
  /** Of the tags that are open, from which on nothing is seen; 0 while all is. */
  #hiddenFrom = 0
  #pre = 0
  readonly #lists: { ordered: boolean; number: number }[] = []
  #isItem = false
  #tables = 0

  constructor(writer: BlockWriter) {
    this.#writer = writer
  }

  open(name: string, attributes: Record<string, string>) {
    this.#open.push(name)
    if (this.#open.length > MOST_OPEN_TAGS) throw new RefusedError("too_deep")
    if (this.#hiddenFrom > 0) return
    if (isHidden(name, attributes)) {
      this.#hiddenFrom = this.#open.length
      return
    }
    this.#begin(name, attributes)
  }

  close(name: string) {
    const depth = this.#open.length
    this.#open.pop()
    if (this.#hiddenFrom > 0) {
      if (depth <= this.#hiddenFrom) this.#hiddenFrom = 0
      return
    }
    this.#end(name)
  }

  text(text: string) {
    if (this.#hiddenFrom > 0) return
    if (this.#pre > 0) return this.#writer.add(text)
    const before = this.#writer.text
    let words = text.replace(/[ \t\n\r\f]+/g, " ")
    if (/^$|[ \n\t]$/.test(before.slice(-1)) && words.startsWith(" ")) words = words.slice(1)
    if (words !== "") this.#writer.add(words)
  }

  end() {
    this.#writer.end({ isItem: this.#isItem })
  }

  #begin(name: string, attributes: Record<string, string>) {
    const writer = this.#writer
    if (name === "br" || name === "hr") return writer.add("\n")
    if (name === "img" || name === "area") return this.#stand(attributes.alt)
    if (name === "input") return this.#input(attributes)
    if (name === "table") return this.#beginTable()
    if (this.#tables > 0 && (name === "td" || name === "th" || name === "tr")) return this.#paragraph()
    if (name === "rt") return writer.add("(")
    if (INLINE.has(name)) return
    this.#paragraph()
    if (name === "pre" || name === "textarea" || name === "listing" || name === "xmp") this.#pre += 1
    else if (name === "ul" || name === "menu" || name === "dir")
      this.#lists.push({ ordered: false, number: 0 })
    else if (name === "ol") this.#lists.push({ ordered: true, number: startOf(attributes) })
    else if (name === "li") this.#item()
  }

  #end(name: string) {
    const writer = this.#writer
    const level = HEADING.exec(name)?.[1]
    if (level !== undefined) return writer.end({ level: Number(level) })
    if (name === "table") return this.#endTable()
    if (this.#tables > 0 && (name === "td" || name === "th")) return this.#endCell()
    if (this.#tables > 0 && name === "tr") {
      this.#paragraph()
      return writer.endRow()
    }
    if (name === "rt") return writer.add(")")
    if (INLINE.has(name)) return
    this.#paragraph()
    if (name === "pre" || name === "textarea" || name === "listing" || name === "xmp")
      this.#pre = Math.max(0, this.#pre - 1)
    else if (["ul", "ol", "menu", "dir"].includes(name)) this.#lists.pop()
    else if (name === "li") this.#isItem = false
  }

  #paragraph() {
    this.#writer.end({ isItem: this.#isItem })
  }

  #item() {
    this.#isItem = true
    const list = this.#lists.at(-1)
    const indent = " ".repeat(1 + 2 * Math.min(8, Math.max(0, this.#lists.length - 1)))
    this.#writer.add(list?.ordered ? `${indent}${list.number++}. ` : `${indent}* `)
  }

  #beginTable() {
    this.#paragraph()
    this.#tables += 1
    this.#writer.openTable()
  }

  #endTable() {
    if (this.#tables === 0) return
    this.#paragraph()
    this.#tables -= 1
    this.#writer.closeTable()
  }

  #endCell() {
    this.#paragraph()
    this.#writer.endCell()
  }

  /** A text that stands for a picture is parted from the words around it. */
  #stand(text: string | undefined) {
    const words = text?.trim() ?? ""
    if (words === "") return
    this.text(" ")
    this.text(words)
    this.text(" ")
  }

  #input({ type = "text", value, alt }: Record<string, string>) {
    if (["hidden", "password", "checkbox", "radio", "file", "color", "range"].includes(type.toLowerCase()))
      return
    this.#stand(type.toLowerCase() === "image" ? alt : value)
  }
}

function isHidden(name: string, attributes: Record<string, string>): boolean {
  if (SKIPPED.has(name) || Object.hasOwn(attributes, "hidden")) return true
  return /(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden)/i.test(attributes.style ?? "")
}

function startOf({ start = "1" }: Record<string, string>): number {
  const number = Number.parseInt(start, 10)
  return Number.isSafeInteger(number) ? number : 1
}
