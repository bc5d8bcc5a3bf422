import { exactJson } from "../written-json.ts"
import { decodeText } from "./decode.ts"
import {
  columnOf,
  firstRepeated,
  invalidMapping,
  type MappingEntry,
  type MetadataMapping,
  MOST_MAPPING_BYTES,
  mappingOf,
} from "./metadata.ts"

const MOST_LEVELS = 100
/** JSON.stringify escapes a surrogate only when its other half is missing. */
const HALF_A_CHARACTER = /(?<!\\)(?:\\\\)*\\ud[89a-f]/
const EXAMPLE = '{"report.pdf": {"author": "An Peeters"}}'

/**
 * A mapping written as an object with an object for each file name.
 * @param name what the file is called, for sentences
 * @throws Problem 422 `metadata_invalid`, which names the file, the line where it is known, and the cause
 */
export async function parseMetadataJson(bytes: Buffer, name: string): Promise<MetadataMapping> {
  if (bytes.length > MOST_MAPPING_BYTES) throw invalidMapping(name, "it has more than 10 MB.")
  const text = (await decodeText(bytes))?.text.replace(/^\ufeff/, "")
  if (text === undefined) throw invalidMapping(name, "it is no text. Save it as JSON in UTF-8.")
  const files = jsonOf(text, name)
  if (isDeeper(files, MOST_LEVELS)) {
    throw invalidMapping(name, `it is nested deeper than ${MOST_LEVELS} levels.`)
  }
  if (Array.isArray(files)) {
    throw invalidMapping(name, `it is a list, and has to be an object by file name, such as ${EXAMPLE}.`)
  }
  if (HALF_A_CHARACTER.test(JSON.stringify(files))) {
    throw invalidMapping(name, "it holds half a character, which no text has.")
  }
  if (!isObject(files)) throw invalidMapping(name, `it is no object by file name, such as ${EXAMPLE}.`)
  return mappingOf(
    Object.entries(files).map(([filename, values]) => entryOf(filename, values, name)),
    name,
  )
}

function entryOf(filename: string, values: unknown, name: string): MappingEntry {
  const shown = JSON.stringify(filename.slice(0, 100))
  if (filename.trim() === "") throw invalidMapping(name, "one of its file names is empty.")
  if (!isObject(values))
    throw invalidMapping(name, `what it says of ${shown} is no object, such as in ${EXAMPLE}.`)
  const entries = Object.entries(values).map(([key, value]) => [columnOf(key), value] as const)
  const again = firstRepeated(entries.map(([column]) => column))
  if (again !== undefined)
    throw invalidMapping(
      name,
      `it says ${JSON.stringify(again.slice(0, 100))} of ${shown} twice. Keep one of them.`,
    )
  return { filename, line: null, values: Object.fromEntries(entries) }
}

function isDeeper(value: unknown, levels: number): boolean {
  if (typeof value !== "object" || value === null) return false
  return levels === 0 || Object.values(value).some((item) => isDeeper(item, levels - 1))
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value)
}

function jsonOf(text: string, name: string): unknown {
  try {
    // First as it is: an error tells a place in the text.
    JSON.parse(text)
    return exactJson(text)
  } catch (error) {
    const at = /at position (\d+)/.exec(String(error))?.[1]
    const line = at === undefined ? null : text.slice(0, Number(at)).split("\n").length
    throw invalidMapping(name, `it is not valid JSON${line === null ? "" : ` (see line ${line})`}.`)
  }
}
