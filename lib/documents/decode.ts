import { isUtf8 } from "node:buffer"
import { TextDecoder } from "node:util"

/** Of characters that no text has, before bytes count as something else. */
const MOST_STRANGE = 0.01
// Among them what Windows-1252 leaves undefined, and what UTF-16 cannot mean.
const NO_TEXT = /[^\P{Cc}\t\n\v\f\r]|\ufffd/gu

/**
 * The text in some bytes: by their byte order mark, else UTF-8, else in the encoding that `declared` names, else
 * Windows-1252. Null when it is no text.
 */
export function decodeText(bytes: Buffer, declared?: string): string | null {
  const decoder = new TextDecoder(encodingOf(bytes, declared))
  // Asked for a whole text, Node 20 reads Windows-1252 as Latin-1, where the euro sign is a control character.
  const text = decoder.decode(bytes, { stream: true }) + decoder.decode()
  const strange = text.match(NO_TEXT)?.length ?? 0
  return strange > text.length * MOST_STRANGE ? null : text
}

function encodingOf(bytes: Buffer, declared: string | undefined): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return "utf-16le"
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return "utf-16be"
  if (isUtf8(bytes)) return "utf-8"
  return declared !== undefined && isEncoding(declared) ? declared : "windows-1252"
}

function isEncoding(label: string): boolean {
  try {
    return new TextDecoder(label).encoding !== ""
  } catch {
    return false
  }
}

/** The encoding an HTML page says it is in. */
export function charsetOf(bytes: Buffer): string | undefined {
  return /<meta[^>]+charset\s*=\s*["']?\s*([\w-]+)/i.exec(bytes.toString("latin1", 0, 1_024))?.[1]
}
