import { decoderOf } from "../formats/decode-text.ts"
import { BlockWriter, type ReadDocument } from "./blocks.ts"
import { RefusedError } from "./refused.ts"

/** Groups that hold no text of the document. */
const SKIPPED = new Set(
  (
    "fonttbl colortbl stylesheet info pict object objdata themedata colorschememapping datastore latentstyles listtable " +
    "listoverridetable rsidtbl generator xmlnstbl fldinst filetbl revtbl mmathPr bkmkstart bkmkend template nonshppict " +
    "wgrffmtfilter pgptbl"
  ).split(" "),
)
/** Groups that a reader may skip, and this one reads. */
const STARRED = new Set(["shptxt", "shpinst", "annotation"])
/** Code pages by what a font table calls character sets. */
const CODE_PAGES: Readonly<Record<number, number>> = {
  ...{ 0: 1252, 77: 10_000, 128: 932, 129: 949, 134: 936, 136: 950, 161: 1253, 162: 1254, 163: 1258 },
  ...{ 177: 1255, 178: 1256, 186: 1257, 204: 1251, 222: 874, 238: 1250 },
}
const LABELS: Readonly<Record<number, string>> = {
  ...{
    437: "cp437",
    850: "cp850",
    852: "cp852",
    858: "cp858",
    866: "ibm866",
    932: "shift_jis",
    949: "euc-kr",
  },
  ...{ 936: "gb18030", 950: "big5", 10000: "macintosh", 874: "windows-874", 65001: "utf-8" },
}
const SIGNS: Readonly<Record<string, string>> = {
  ...{ tab: "\t", line: "\n", lbr: "\n", emdash: "—", endash: "–", lquote: "‘", rquote: "’", ldblquote: "“" },
  ...{ rdblquote: "”", bullet: "•", emspace: " ", enspace: " ", qmspace: " " },
}
const DEEPEST = 2_000
const TOKEN = /\\([a-z]{1,32})(-?\d{1,10})? ?|\\'([0-9a-f]{2})|\\([^a-z])|([{}])|[\r\n]+|([^\\{}\r\n]+)/gi

interface State {
  skipped: boolean
  hidden: boolean
  isFontTable: boolean
  /** Characters that stand for one that is given by its number. */
  fallback: number
  codePage: number
  level: number
  inTable: boolean
  /** Notes and the like this group is within. */
  asides: number
}

/** A document in the Rich Text Format. Throws RefusedError. */
export function readRtf(bytes: Buffer, mostCharacters: number): ReadDocument {
  const reader = new RtfReader(new BlockWriter(mostCharacters))
  return { blocks: reader.read(bytes.toString("latin1")), warnings: [] }
}

class RtfReader {
  readonly #writer: BlockWriter
  #state: State = {
    skipped: false,
    hidden: false,
    isFontTable: false,
    fallback: 1,
    codePage: 1252,
    level: 0,
    inTable: false,
    asides: 0,
  }
  readonly #stack: State[] = []
  readonly #fonts = new Map<number, number>()
  #font: number | null = null
  #codePage = 1252
  /** Bytes that are not decoded yet: a character may have two, in two tokens. */
  #pending: number[] = []
  #toDrop = 0
  #isTable = false
  /** Whether a table was open around each note. */
  readonly #tables: boolean[] = []

  constructor(writer: BlockWriter) {
    this.#writer = writer
  }

  read(text: string) {
    TOKEN.lastIndex = 0
    let opened = false
    let starred = false
    for (let found = TOKEN.exec(text); found; found = TOKEN.exec(text)) {
      const [, word, number, hex, sign, brace, plain] = found
      const isFresh = opened
      opened = brace === "{"
      if (brace !== undefined) {
        this.#group(brace)
        starred = false
      } else if (word !== undefined) {
        const value = number === undefined ? undefined : Number(number)
        this.#toDrop = 0
        if (word === "bin") TOKEN.lastIndex += Math.max(0, value ?? 0)
        else this.#word(word, value, starred)
        starred = false
      } else if (sign === "*") starred = isFresh
      else if (hex !== undefined) this.#byte(Number.parseInt(hex, 16))
      else if (sign !== undefined) this.#sign(sign)
      else if (plain !== undefined) this.#plain(plain)
    }
    this.#flush()
    if (this.#isTable) this.#writer.closeTable()
    return this.#writer.finish()
  }

  #group(brace: string) {
    this.#flush()
    this.#toDrop = 0
    if (brace === "{") {
      if (this.#stack.length >= DEEPEST) throw new RefusedError("too_deep")
      this.#stack.push(this.#state)
      this.#state = { ...this.#state }
      return
    }
    const outer = this.#stack.pop() ?? this.#state
    if (this.#state.asides > outer.asides) {
      this.#writer.closeAside()
      this.#isTable = this.#tables.pop() ?? false
    }
    this.#state = outer
  }

  #word(word: string, value: number | undefined, starred: boolean) {
    const state = this.#state
    if (word === "fonttbl") state.isFontTable = state.skipped = true
    if (state.isFontTable) return this.#inFontTable(word, value)
    if (SKIPPED.has(word) || (starred && !STARRED.has(word))) {
      state.skipped = true
      return
    }
    this.#format(word, value)
    if (!state.skipped && !state.hidden) this.#content(word, value)
  }

  #inFontTable(word: string, value: number | undefined) {
    if (word === "f") this.#font = value ?? null
    const page = CODE_PAGES[value ?? -1]
    if (word === "fcharset" && this.#font !== null && page !== undefined) this.#fonts.set(this.#font, page)
  }

  #format(word: string, value: number | undefined) {
    const state = this.#state
    if (word === "ansicpg" && value) this.#codePage = state.codePage = value
    else if (word === "mac") this.#codePage = state.codePage = 10_000
    else if (word === "pc") this.#codePage = state.codePage = 437
    else if (word === "pca") this.#codePage = state.codePage = 850
    else if (word === "f") {
      this.#flush()
      state.codePage = this.#fonts.get(value ?? -1) ?? this.#codePage
    } else if (word === "uc") state.fallback = Math.min(32, Math.max(0, value ?? 1))
    else if (word === "v" || word === "deleted") state.hidden = value !== 0
    else if (word === "plain") state.hidden = false
    else if (word === "pard") {
      state.level = 0
      state.inTable = false
    } else if (word === "outlinelevel") state.level = Math.min(9, (value ?? 0) + 1)
    else if (word === "intbl") state.inTable = true
  }

  #content(word: string, value: number | undefined) {
    const writer = this.#writer
    const sign = SIGNS[word]
    if (word === "u" && value !== undefined) {
      this.#flush()
      this.#open()
      writer.add(String.fromCharCode(value < 0 ? value + 65_536 : value))
      this.#toDrop = this.#state.fallback
    } else if (sign !== undefined) {
      this.#flush()
      writer.add(sign)
    } else if (["par", "sect", "page", "column"].includes(word)) {
      this.#flush()
      writer.end({ level: this.#state.inTable ? 0 : this.#state.level })
    } else if (word === "cell" || word === "nestcell") {
      this.#flush()
      this.#openTable()
      writer.endCell()
    } else if (word === "row" || word === "nestrow") {
      this.#flush()
      if (this.#isTable) writer.endRow()
    } else if (word === "footnote" || word === "annotation" || /^(header|footer)[lrf]?$/.test(word)) {
      this.#flush()
      writer.openAside()
      this.#tables.push(this.#isTable)
      this.#isTable = false
      Object.assign(this.#state, { asides: this.#state.asides + 1, inTable: false, level: 0 })
    }
  }

  /** A table begins with its first cell, and ends with the first text that is in none. */
  #open() {
    if (this.#state.inTable) this.#openTable()
    else if (this.#isTable) {
      this.#writer.closeTable()
      this.#isTable = false
    }
  }

  #openTable() {
    if (this.#isTable) return
    this.#isTable = true
    this.#writer.openTable()
  }

  #sign(sign: string) {
    if (this.#state.skipped || this.#state.hidden) return
    this.#flush()
    if (sign === "~") this.#writer.add("\u00a0")
    else if (sign === "_") this.#writer.add("-")
    else if (sign === "\n" || sign === "\r") this.#writer.end()
    else if (sign !== "-" && sign !== "|" && sign !== ":") this.#writer.add(sign)
  }

  #byte(byte: number) {
    if (this.#toDrop > 0) {
      this.#toDrop -= 1
      return
    }
    if (this.#state.skipped || this.#state.hidden) return
    if (this.#pending.length === 0) this.#open()
    this.#pending.push(byte)
  }

  #plain(plain: string) {
    if (this.#state.skipped || this.#state.hidden) return
    const text = plain.slice(this.#toDrop)
    this.#toDrop = Math.max(0, this.#toDrop - plain.length)
    if (text === "") return
    this.#open()
    if (this.#pending.length === 0 && /^[\t\x20-\x7e]*$/.test(text)) return this.#writer.add(text)
    for (let at = 0; at < text.length; at += 1) this.#pending.push(text.charCodeAt(at))
  }

  #flush() {
    if (this.#pending.length === 0) return
    const { codePage } = this.#state
    const bytes = Buffer.from(this.#pending)
    this.#pending = []
    this.#writer.add(decoded(bytes, LABELS[codePage] ?? `windows-${codePage}`))
  }
}

function decoded(bytes: Buffer, label: string): string {
  try {
    const decoder = decoderOf(label)
    return decoder.decode(bytes) + decoder.end()
  } catch (error) {
    if (!(error instanceof RangeError) || label === "windows-1252") throw error
    return decoded(bytes, "windows-1252")
  }
}
