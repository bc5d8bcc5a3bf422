import type { XmlTaker } from "../formats/workbook/xml.ts"
import { BlockWriter, type ReadDocument } from "./blocks.ts"
import { OdtLists } from "./odt-lists.ts"
import { attributeOf, openPackage } from "./package.ts"
import { RefusedError } from "./refused.ts"

const SKIPPED = new Set(
  (
    "tracked-changes script scripts event-listeners font-face-decls automatic-styles styles ruby-text " +
    "sequence-decls variable-decls user-field-decls forms note-citation creator date annotation-end binary-data"
  ).split(" "),
)
/** Elements that have texts of their own in the middle of a paragraph. */
const ASIDE = new Set(["note-body", "annotation", "text-box"])
const MOST_BLANKS = 1_000

/** An OpenDocument text: its headers, body, notes, comments and footers, with deletions left out. */
export async function readOdt(bytes: Buffer, mostCharacters: number): Promise<ReadDocument> {
  const parts = await openPackage(bytes)
  // What is encrypted is said in the manifest, and is no XML, or one part with all of it.
  const manifest = (await parts.bytes("META-INF/manifest.xml")).toString("latin1")
  if (manifest.includes("encryption-data")) throw new RefusedError("encrypted")
  if (!parts.has("content.xml")) throw new RefusedError("corrupt")
  const writer = new BlockWriter(mostCharacters)
  const lists = new OdtLists()
  for (const part of ["styles.xml", "content.xml"]) await parts.readBeside(part, lists)
  const around = new BlockWriter(mostCharacters)
  await parts.readBeside("styles.xml", new AroundTaker(around, new OdtLists()))
  const [above, below] = partedBySide(around)
  writer.take(above)
  await parts.read("content.xml", new OdtTaker(writer, lists))
  for (const part of formulasIn(parts.names)) await parts.readBeside(part, new FormulaTaker(writer))
  writer.take(below)
  return { blocks: writer.finish(), warnings: parts.warnings() }
}

/** Formulas are documents of their own within the document. */
const formulasIn = (names: readonly string[]) => names.filter((name) => /^[^/]+\/content\.xml$/.test(name))

class OdtTaker implements XmlTaker {
  readonly writer: BlockWriter
  #skipped = 0
  /** Paragraphs that are open: only there is text. */
  #inText = 0
  readonly #depths: number[] = []
  #isList = 0
  #level = 0
  readonly #lists: OdtLists
  /** What stands before the next paragraph, which begins an item. */
  #number = ""
  #notes = 0

  constructor(writer: BlockWriter, lists: OdtLists) {
    this.writer = writer
    this.#lists = lists
  }

  open(name: string, attributes: Readonly<Record<string, string>>) {
    if (this.#skipped > 0 || SKIPPED.has(name) || attributeOf(attributes, "display") === "none") {
      this.#skipped += 1
      return
    }
    const { writer } = this
    if (name === "p" || name === "h") this.#begin(name, attributes)
    else if (name === "tab") writer.add("\t")
    else if (name === "line-break") writer.add("\n")
    else if (name === "s")
      writer.add(" ".repeat(Math.min(MOST_BLANKS, Number(attributeOf(attributes, "c") ?? 1) || 1)))
    else if (name === "table") writer.openTable()
    else if (name === "list") {
      this.#isList += 1
      this.#lists.begin(attributes)
    } else if (name === "list-item") this.#number = this.#lists.next(attributes)
    else if (name === "note") writer.add(this.#noteMark())
    else if (ASIDE.has(name)) {
      writer.openAside()
      this.#depths.push(this.#inText)
      this.#inText = 0
      if (name === "note-body") writer.add(`[${this.#notes}] `)
    } else if ((name === "title" || name === "desc") && this.#inText > 0) {
      writer.add(" ")
      this.#inText += 1
    }
  }

  close(name: string) {
    if (this.#skipped > 0) {
      this.#skipped -= 1
      return
    }
    const { writer } = this
    if (name === "p" || name === "h") {
      this.#inText = Math.max(0, this.#inText - 1)
      writer.end({ level: this.#level, isItem: this.#isList > 0 })
      this.#level = 0
    } else if (name === "table-cell") writer.endCell()
    else if (name === "table-row") writer.endRow()
    else if (name === "table") writer.closeTable()
    else if (name === "list") {
      this.#isList -= 1
      this.#lists.end()
      if (this.#isList === 0) writer.endList()
    } else if (ASIDE.has(name)) {
      writer.closeAside()
      this.#inText = this.#depths.pop() ?? 0
    } else if ((name === "title" || name === "desc") && this.#inText > 1) {
      writer.add(" ")
      this.#inText -= 1
    }
  }

  text(text: string) {
    if (this.#inText === 0 || this.#skipped > 0) return
    const words = text.replace(/[ \t\r\n]+/g, " ")
    this.writer.add(
      /^$|[ \n\t]$/.test(this.writer.text.slice(-1)) && words.startsWith(" ") ? words.slice(1) : words,
    )
  }

  #noteMark(): string {
    this.#notes += 1
    return `[${this.#notes}]`
  }

  #begin(name: string, attributes: Readonly<Record<string, string>>) {
    this.#inText += 1
    if (this.#number !== "" && this.#inText === 1) {
      this.writer.add(this.#number)
      this.#number = ""
    }
    this.#level =
      name === "h" ? Math.min(9, Math.max(1, Number(attributeOf(attributes, "outline-level") ?? 1) || 1)) : 0
  }
}

/** Headers and footers, which are with the styles of pages. */
class AroundTaker extends OdtTaker {
  #isAround = 0

  override open(name: string, attributes: Readonly<Record<string, string>>) {
    if (/^(header|footer)(-left|-first)?$/.test(name)) {
      this.#isAround += 1
      this.writer.endList()
      this.writer.page = name.startsWith("header") ? 1 : 2
    }
    if (this.#isAround > 0) super.open(name, attributes)
  }

  override close(name: string) {
    if (this.#isAround > 0) super.close(name)
    if (/^(header|footer)(-left|-first)?$/.test(name)) this.#isAround -= 1
  }

  override text(text: string) {
    if (this.#isAround > 0) super.text(text)
  }
}

/** Headers first, then footers, each text once. */
function partedBySide(writer: BlockWriter) {
  const all = writer.finish()
  const seen = new Set<string>()
  const once = all.filter(({ text }) => !seen.has(text) && seen.add(text))
  return [once.filter(({ page }) => page === 1), once.filter(({ page }) => page === 2)] as const
}

class FormulaTaker implements XmlTaker {
  readonly #writer: BlockWriter
  #skipped = 0
  #inText = 0

  constructor(writer: BlockWriter) {
    this.#writer = writer
  }

  open(name: string) {
    if (this.#skipped > 0 || name === "annotation") this.#skipped += 1
    else if (/^m[inos]$|^mtext$/.test(name)) this.#inText += 1
  }

  close(name: string) {
    if (this.#skipped > 0) this.#skipped -= 1
    else if (name === "math") this.#writer.end()
    else if (/^m[inos]$|^mtext$/.test(name)) this.#inText -= 1
  }

  text(text: string) {
    if (this.#inText > 0 && this.#skipped === 0) this.#writer.add(text)
  }
}
