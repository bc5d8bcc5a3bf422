import { decoderOf } from "../formats/decode-text.ts"

const UPPER = textOf(Buffer.from(Array.from({ length: 32 }, (_, at) => 0x80 + at)))

function textOf(bytes: Buffer): string {
  const decoder = decoderOf("windows-1252")
  return decoder.decode(bytes) + decoder.end()
}

/** Some releases of Node read Windows-1252 as Latin-1, where its quotes and euro signs are control characters. */
export function windows1252(text: string): string {
  return text.replace(/[\u0080-\u009f]/g, (one) => UPPER[one.charCodeAt(0) - 0x80] ?? one)
}
