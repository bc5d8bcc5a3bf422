import { cleanBlock } from "./clean.ts"

/** A paragraph, a heading or a table of a document; a table has a tab between cells and a line a row. */
export interface Block {
  kind: "text" | "heading" | "table"
  text: string
  /** The page or slide it begins on, from 1; null of what has none. */
  page: number | null
  /** The headings it stands under, the outermost first; its own where it is one. Null above the first. */
  section: string | null
}

/** What of a document could not be read, or may be wrong. */
export interface DocumentWarning {
  code: string
  /** A sentence that makes sense beside the document's name. */
  message: string
  /** How many things it is about. */
  count: number
}

/** What a reader makes of a document, whatever its format. */
export interface ReadDocument {
  blocks: Block[]
  warnings: DocumentWarning[]
}

interface Paragraph {
  kind: Block["kind"]
  text: string
  level: number
  isItem: boolean
}

interface OpenTable {
  rows: string[]
  cells: Paragraph[][]
  paragraphs: Paragraph[]
}

export interface EndOptions {
  /** Of a heading, from 1; 0 where it is none. */
  level?: number
  /** An item of a list, which stands on a line of its own below the one before. */
  isItem?: boolean
}

const LONGEST_HEADING = 200
/** A row up to this length is one even when its cells have several paragraphs; beyond it a table lays out a page. */
const LONGEST_ROW = 600

/** Takes the text of a document as it comes, and makes blocks of it. */
export class BlockWriter {
  readonly #blocks: Block[] = []
  readonly #tables: OpenTable[] = []
  readonly #aside: { text: string; tables: OpenTable[] }[] = []
  readonly #headings: string[] = []
  readonly #mostCharacters: number
  #characters = 0
  #text = ""
  #endedWithItem = false
  /** The page or slide that is being read. */
  page: number | null = null

  /** Throws RangeError once there are more characters than that. */
  constructor(mostCharacters = Number.POSITIVE_INFINITY) {
    this.#mostCharacters = mostCharacters
  }

  /** What was added to the paragraph so far. */
  get text(): string {
    return this.#text
  }

  /** Adds to the paragraph. */
  add(text: string) {
    this.#characters += text.length
    if (this.#characters > this.#mostCharacters) throw new RangeError("more text than a document may have")
    this.#text += text
  }

  /** Ends the paragraph; an empty one leaves nothing. */
  end({ level = 0, isItem = false }: EndOptions = {}) {
    const text = this.#text
    this.#text = ""
    if (text.trim() === "") return
    this.#put({ kind: level > 0 ? "heading" : "text", text, level, isItem })
  }

  /** Ends the paragraph and the list it is in: the next item begins another. */
  endList() {
    this.end()
    this.#endedWithItem = false
  }

  /** Another paragraph begins in the middle of this one, which goes on when it is over. */
  openAside() {
    this.#aside.push({ text: this.#text, tables: this.#tables.splice(0) })
    this.#text = ""
  }

  closeAside() {
    this.end()
    while (this.#tables.length > 0) this.closeTable()
    const outer = this.#aside.pop()
    if (!outer) return
    this.#text = outer.text
    this.#tables.push(...outer.tables)
  }

  openTable() {
    this.end()
    this.#tables.push({ rows: [], cells: [], paragraphs: [] })
  }

  endCell() {
    this.end()
    const table = this.#tables.at(-1)
    if (table) table.cells.push(table.paragraphs.splice(0))
  }

  endRow() {
    const table = this.#tables.at(-1)
    if (!table) return
    this.end()
    if (table.paragraphs.length > 0) table.cells.push(table.paragraphs.splice(0))
    const cells = table.cells.splice(0)
    if (!isLayout(cells)) {
      const row = cells.map((cell) => cell.map(({ text }) => inOneLine(text)).join(" ")).join("\t")
      if (row.trim() !== "") table.rows.push(row.trimEnd())
      return
    }
    this.#tables.pop()
    this.#putRows(table)
    for (const paragraph of cells.flat()) this.#put(paragraph)
    this.#tables.push({ rows: [], cells: [], paragraphs: [] })
  }

  closeTable() {
    this.endRow()
    const table = this.#tables.pop()
    if (table) this.#putRows(table)
  }

  /** Adds blocks that another reader has made. */
  take(blocks: readonly Block[]) {
    this.end()
    for (const block of blocks) {
      this.#characters += block.text.length
      if (this.#characters > this.#mostCharacters) throw new RangeError("more text than a document may have")
      this.#put({
        kind: block.kind === "table" ? "table" : "text",
        text: block.text,
        level: 0,
        isItem: false,
      })
    }
  }

  /** Ends everything that is open. */
  finish(): Block[] {
    while (this.#aside.length > 0) this.closeAside()
    this.end()
    while (this.#tables.length > 0) this.closeTable()
    return this.#blocks
  }

  #putRows({ rows }: OpenTable) {
    if (rows.length > 0) this.#put({ kind: "table", text: rows.join("\n"), level: 0, isItem: false })
  }

  #put(paragraph: Paragraph) {
    const table = this.#tables.at(-1)
    if (table) {
      table.paragraphs.push(paragraph)
      return
    }
    const text = cleanBlock(paragraph.text)
    if (text === "") return
    const last = this.#blocks.at(-1)
    if (paragraph.isItem && this.#endedWithItem && last?.page === this.page) {
      last.text += `\n${text}`
      return
    }
    this.#endedWithItem = paragraph.isItem
    const { kind, level } = paragraph
    if (kind === "heading") this.#enter(text, level)
    this.#blocks.push({ kind, text, page: this.page, section: this.#section() })
  }

  #enter(heading: string, level: number) {
    this.#headings.length = Math.min(this.#headings.length, level - 1)
    while (this.#headings.length < level - 1) this.#headings.push("")
    this.#headings.push(
      inOneLine(heading)
        .slice(0, LONGEST_HEADING)
        .replace(/\p{Surrogate}/gu, ""),
    )
  }

  #section(): string | null {
    return this.#headings.filter((heading) => heading !== "").join(" > ") || null
  }
}

/** Whether cells hold more than a row of a table does, such as the columns of a page. */
function isLayout(cells: readonly Paragraph[][]): boolean {
  const length = cells.flat().reduce((sum, { text }) => sum + text.length, 0)
  return length > LONGEST_ROW && cells.some((cell) => cell.length > 1)
}

function inOneLine(text: string): string {
  return text.replace(/\s*\n\s*/g, " ").trim()
}

/** Blocks of a text whose paragraphs blank lines part. */
export function blocksOfText(text: string, page: number | null = null): Block[] {
  const parts = text.split(/\n[^\S\n]*\n\s*\n?/)
  return parts
    .map(cleanBlock)
    .flatMap((one) => (one === "" ? [] : [{ kind: "text", text: one, page, section: null }]))
}

/** The whole text of a document. */
export function textOfBlocks(blocks: readonly Block[]): string {
  return blocks
    .map(({ text }) => text)
    .join("\n\n")
    .trim()
}
