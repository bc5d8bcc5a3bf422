import { TextDecoder } from "node:util"
import { decoderOf } from "../formats/decode-text.ts"
import { detectEncoding } from "../formats/dialect.ts"
import { bytesIn } from "../store/bytes.ts"
import type { DocumentWarning } from "./blocks.ts"

/** Of characters that no text has, before bytes count as something else. */
const MOST_STRANGE = 0.01
// Among them what Windows-1252 leaves undefined, and what UTF-16 cannot mean.
const NO_TEXT = /[^\P{Cc}\t\n\v\f\r]|\ufffd/gu
/** What colours the lines of a log in a terminal. */
const COLOURS = new RegExp(`${String.fromCharCode(27)}\\[[0-9;]*[A-Za-z]`, "g")
/** Fewer bytes beyond ASCII than this are in no code page of old: too many of these read everything. */
const LEAST_TELLING = 8
const LINE_END = Buffer.from("\n")
const DECLARED_WITHIN_BYTES = 4_096

/** The text in some bytes. */
export interface DecodedText {
  text: string
  warnings: DocumentWarning[]
}

/**
 * The text in some bytes: by their byte order mark, else UTF-8, else in the encoding that `declared` names, else as it is guessed,
 * which is warned of. Null when it is no text.
 */
export async function decodeText(bytes: Buffer, declared?: string): Promise<DecodedText | null> {
  // A last byte is judged by what stands before it, as long as it is not cut off from that.
  const ended = (bytes.at(-1) ?? 0) > 127 ? Buffer.concat([bytes, LINE_END]) : bytes
  const { encoding: found, guessed } = await detectEncoding(bytesIn(ended))
  const encoding = guessed !== null && found.startsWith("cp") && !isTelling(bytes) ? "windows-1252" : found
  const named = declared !== undefined && isNamed(declared, guessed !== null) ? declared : null
  const text = textIn(bytes, named ?? encoding).replace(COLOURS, "")
  const strange = text.match(NO_TEXT)?.length ?? 0
  if (strange > text.length * MOST_STRANGE) return null
  if (guessed === null || named !== null) return { text, warnings: brokenIn(text) }
  const message = `The encoding was not said, and guessed to be ${encoding}. Save it as UTF-8 if words of it look wrong.`
  return { text, warnings: [{ code: "encoding_guessed", message, count: 1 }, ...brokenIn(text)] }
}

function isTelling(bytes: Buffer): boolean {
  let count = 0
  for (const byte of bytes) if (byte > 127 && ++count >= LEAST_TELLING) return true
  return false
}

/** Characters that are no text in the encoding it is in. */
function brokenIn(text: string): DocumentWarning[] {
  const count = text.match(/\ufffd/g)?.length ?? 0
  if (count === 0) return []
  const message = `Some bytes are no text in its encoding, and were replaced by \ufffd.`
  return [{ code: "characters_replaced", message, count }]
}

function textIn(bytes: Buffer, encoding: string): string {
  const decoder = decoderOf(encoding)
  return decoder.decode(bytes) + decoder.end()
}

/** Whether what a text says it is in holds: it is no Unicode, or writes everything in ASCII. */
function isNamed(label: string, isGuessed: boolean): boolean {
  try {
    const { encoding } = new TextDecoder(label)
    return encoding === "iso-2022-jp" || (isGuessed && !encoding.startsWith("utf"))
  } catch {
    return false
  }
}

/** The encoding an HTML page, or XML, says it is in. */
export function charsetOf(bytes: Buffer): string | undefined {
  const head = bytes.toString("latin1", 0, DECLARED_WITHIN_BYTES)
  return (
    /<meta[^>]+charset\s*=\s*["']?\s*([\w-]+)/i.exec(head)?.[1] ??
    /^\s*<\?xml[^>]*\bencoding\s*=\s*["']([\w.-]+)["']/i.exec(head)?.[1]
  )
}
