import {
  corrupt,
  type DocumentFault,
  type DocumentFaultCode,
  encrypted,
  shownName,
  tooLarge,
} from "./fault.ts"
import type { Refusal } from "./refused.ts"

/** Beyond these a document is too large. */
export interface DocumentLimits {
  bytes: number
  pages: number
  /** Of its text, in UTF-16 code units. */
  characters: number
  /** To read it. */
  seconds: number
}

export const DOCUMENT_LIMITS: DocumentLimits = {
  bytes: 100 * 1_048_576,
  pages: 5_000,
  characters: 10_000_000,
  seconds: 15,
}

/** Of an office document, which is a ZIP of parts: of all of them, and of those that are read as XML. */
export const MOST_UNPACKED_BYTES = 200 * 1_048_576
export const MOST_XML_BYTES = 64 * 1_048_576

/** A document that was given up, as one that could not be read. */
export function givenUp(
  refusal: Refusal,
  name: string,
  limits: DocumentLimits,
): { ok: false; code: DocumentFaultCode; message: string } {
  const { code, message } = refused(refusal, shownName(name), limits)
  return { ok: false, code, message }
}

/** What is wrong with a document that is refused, in a sentence. */
export function refused(refusal: Refusal, name: string, limits: DocumentLimits): DocumentFault {
  if (refusal === "encrypted") return encrypted(name)
  if (refusal === "corrupt") return corrupt(name)
  const number = (value: number) => value.toLocaleString("en")
  const why = {
    too_many_pages: `has more than ${number(limits.pages)} pages`,
    too_long: `holds more than ${number(limits.characters)} characters of text`,
    too_deep: "nests its tags tens of thousands deep",
    too_slow: `takes longer than ${limits.seconds} s to read`,
    too_much_memory: "takes too much memory to read",
    unpacks_too_large: `unpacks to more than ${MOST_UNPACKED_BYTES / 1_048_576} MB`,
    xml_too_large: `holds more than ${MOST_XML_BYTES / 1_048_576} MB of text and layout`,
  }
  return tooLarge(name, why[refusal])
}
