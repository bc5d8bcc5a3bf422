import type { Duplicates, ImportOptions, OnRowErrors } from "../../lib/contract/options.ts"
import { nameInWords } from "./names.ts"

const NAMES: Record<string, string> = {
  duplicates: "Rows that are there already",
  notify_email: "Mail when it is over",
  project_id: "Project",
  header_row: "Line with the names of the columns",
  sheet: "Sheet of the workbook",
  entry: "File of the ZIP",
  entry_encoding: "Encoding of names in a ZIP",
  comment: "Lines that are no rows begin with",
  constants: "The same in every row",
  on_row_errors: "Rows that cannot be used",
  max_row_errors: "Wait only with more bad rows than",
  on_failed_batch: "When a batch has failed for good",
}

/** What an option is called. */
export function optionWord(name: string): string {
  return NAMES[name] ?? nameInWords(name)
}

const DELIMITERS: Record<string, string> = {
  ",": "Comma",
  ";": "Semicolon",
  "\t": "Tab",
  "|": "Pipe",
  " ": "Space",
}

const ENCODINGS: Record<string, string> = {
  "utf-8": "UTF-8",
  "utf-16le": "UTF-16, little-endian",
  "utf-16be": "UTF-16, big-endian",
  "windows-1252": "Windows-1252",
}

export function delimiterWord(delimiter: string): string {
  return DELIMITERS[delimiter] ?? delimiter
}

export function encodingWord(encoding: string): string {
  return ENCODINGS[encoding] ?? encoding
}

const CHOICES: Record<string, string> = { ...DELIMITERS, ...ENCODINGS }
/** The code of an encoding is its name. */
const IS_CODE = /^(?:windows|iso|koi8|utf)-|\d/

/** A choice as a person reads it. */
export function choiceWord(choice: string): string {
  return CHOICES[choice] ?? (IS_CODE.test(choice) ? choice : nameInWords(choice))
}

const DUPLICATES: Record<Duplicates, string> = {
  skip: "What is there stays as it is.",
  update: "Every value that is not empty overwrites the one that is there.",
  merge: "Only empty fields are filled; tags are joined, and notes added to those that are there.",
}

const ROW_ERRORS: Record<OnRowErrors, string> = {
  skip: "They are left out and listed; the others are imported.",
  hold: "The import waits before anything is written, until you have looked at them.",
  refuse: "One such row, and nothing is imported.",
}

const FAILED_BATCH: Record<ImportOptions["on_failed_batch"], string> = {
  stop: "The import waits until somebody retries the batch, or closes the import without it.",
  accept: "The import is closed without it, as imported in part.",
}

const RULES: Record<string, Record<string, string>> = {
  duplicates: DUPLICATES,
  on_row_errors: ROW_ERRORS,
  on_failed_batch: FAILED_BATCH,
}

/** One sentence on what a choice of an option does; of some there is nothing to say. */
export function choiceSentence(option: string, choice: string): string | undefined {
  return RULES[option]?.[choice]
}
