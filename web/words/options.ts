import type { Delimiter, Duplicates, Encoding } from "../../lib/contract/options.ts"
import { tableWord } from "./states.ts"

const NAMES: Record<string, string> = {
  duplicates: "Rows that are there already",
  notify_email: "Mail when it is over",
  project_id: "Project",
  on_failed_batch: "When a batch has failed for good",
}

/** What an option is called. */
export function optionWord(name: string): string {
  return NAMES[name] ?? tableWord(name)
}

const DELIMITERS: Record<Delimiter, string> = {
  ",": "Comma",
  ";": "Semicolon",
  "\t": "Tab",
  "|": "Pipe",
}

const ENCODINGS: Record<Encoding, string> = {
  "utf-8": "UTF-8",
  "utf-16le": "UTF-16, little-endian",
  "utf-16be": "UTF-16, big-endian",
  "windows-1252": "Windows-1252",
}

export function delimiterWord(delimiter: Delimiter): string {
  return DELIMITERS[delimiter]
}

export function encodingWord(encoding: Encoding): string {
  return ENCODINGS[encoding]
}

const CHOICES: Record<string, string> = { ...DELIMITERS, ...ENCODINGS }

/** A choice as a person reads it. */
export function choiceWord(choice: string): string {
  return CHOICES[choice] ?? tableWord(choice)
}

const RULES: Record<Duplicates | "stop" | "accept", string> = {
  stop: "The import waits until somebody retries the batch, or closes the import without it.",
  accept: "The import is closed without it, as imported in part.",
  skip: "What is there stays as it is.",
  update: "Every value that is not empty overwrites the one that is there.",
  merge: "Only empty fields are filled; tags are joined, and notes added to those that are there.",
}

/** One sentence on what a choice does; of some choices there is nothing to say. */
export function choiceSentence(choice: string): string | undefined {
  return RULES[choice as keyof typeof RULES]
}
