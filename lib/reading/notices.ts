import type { Warning } from "../contract/index.ts"
import { countedText } from "../words.ts"

/** Something that happened while rows were read, how often, and on which line first. */
export interface Notice {
  code: string
  count: number
  line: number
}

/** Counts what happens while rows are read. */
export class Notices {
  #found = new Map<string, Notice>()

  add(code: string, line: number) {
    const known = this.#found.get(code)
    if (known) known.count += 1
    else this.#found.set(code, { code, count: 1, line })
  }

  /** What was counted since it was last asked. */
  take(): Notice[] {
    const found = [...this.#found.values()]
    this.#found = new Map()
    return found
  }
}

/** What is said of so many of each kind; blank rows are no reason to warn of anything. */
const SENTENCES: Readonly<Record<string, (count: number) => string>> = {
  short_rows: (count) =>
    `${countedText(count, "row")} ended before the last column; what was missing was taken as empty`,
  html_removed: (count) => `HTML tags were taken out of ${countedText(count, "value")}`,
  addresses_left_out: (count) =>
    `${countedText(count, "cell")} had more than one e-mail address; the first was taken`,
  phones_left_out: (count) =>
    `${countedText(count, "cell")} had more than one phone number; the first was taken`,
  extensions_left_out: (count) => `The extension was left out of ${countedText(count, "phone number")}`,
  cell_errors: (count) =>
    `${countedText(count, "cell")} had an error such as #N/A for a value, and was taken as empty`,
  formulas_without_value: (count) =>
    `${countedText(count, "formula")} had no value kept in the file, and was taken as empty`,
  hidden_rows: (count) => `${countedText(count, "hidden row was", "hidden rows were")} read like the others`,
}

/** Of documents, each of which has a warning of its own as well. */
const OF_DOCUMENTS: Readonly<Record<string, (documents: string) => string>> = {
  attachments_left_out: (documents) => `Attachments of ${documents} were left out.`,
  pages_unreadable: (documents) => `${documents} had pages that could not be read and were left out.`,
  pages_without_text: (documents) => `${documents} had pages that hold only pictures, or nothing.`,
  encoding_guessed: (documents) => `The encoding of ${documents} was not said, and was guessed.`,
  characters_replaced: (documents) => `Some characters of ${documents} could not be told, and were replaced.`,
  marks_left_out: (documents) => `What signatures and stamps on ${documents} show was left out.`,
  parts_left_out: (documents) => `Parts of ${documents} could not be read and were left out.`,
}

/** Each kind that was counted, in the order of its sentences: how many of it, and what of it there is. */
function counted<Sentence>(notices: readonly Notice[], sentences: Readonly<Record<string, Sentence>>) {
  return Object.entries(sentences).flatMap(([code, sentence]) => {
    const same = notices.filter((one) => one.code === code)
    const count = same.reduce((sum, one) => sum + Number(one.count), 0)
    return same.length === 0 ? [] : [{ code, sentence, same, count }]
  })
}

/** The warnings of an import that come of those of its documents: how many things, and in how many documents. */
export function documentWarningsOf(notices: readonly Notice[]): Warning[] {
  return counted(notices, OF_DOCUMENTS).map(({ code, sentence, same, count }) => {
    return { code, message: sentence(countedText(same.length, "document")), count }
  })
}

/** The warnings that come of what was counted, chunk after chunk. */
export function warningsOf(notices: readonly Notice[]): Warning[] {
  return counted(notices, SENTENCES).map(({ code, sentence, same, count }) => {
    const line = Math.min(...same.map((one) => Number(one.line)))
    return { code, message: `${sentence(count)}; the first is on line ${line}.`, count }
  })
}
