import { inert } from "../formula-cells.ts"
import { streamedAttachment } from "./attachment.ts"
import { encoderOf } from "./encode-text.ts"

export type Cell = string | number | boolean | null | undefined

/** One CSV line, CRLF included: text that looks like a formula is made plain by a leading apostrophe. */
export function csvLine(cells: readonly Cell[], delimiter = ","): string {
  return `${cells.map((cell) => csvCell(cell, delimiter)).join(delimiter)}\r\n`
}

function csvCell(cell: Cell, delimiter: string): string {
  if (cell === null || cell === undefined) return ""
  if (typeof cell !== "string") return String(cell)
  const text = inert(cell)
  const special = /["\r\n]/.test(text) || text.includes(delimiter)
  return special ? `"${text.replaceAll('"', '""')}"` : text
}

/** How a file is written. */
interface Encoded {
  encoding: string
  bom: boolean
}

const PLAIN: Encoded = { encoding: "utf-8", bom: false }

/** A CSV download of lines as they come. */
export function csvResponse(file_name: string, lines: AsyncIterable<string>, as: Encoded = PLAIN): Response {
  const charset = encoderOf(as.encoding) ? as.encoding : "utf-8"
  const media_type = `text/csv; charset=${charset}`
  return streamedAttachment({ file_name, media_type, chunks: encoded(lines, as) })
}

async function* encoded(
  lines: AsyncIterable<string>,
  { encoding, bom }: Encoded,
): AsyncGenerator<Uint8Array> {
  const encode = encoderOf(encoding) ?? encoderOf("utf-8")
  if (!encode) throw new Error("UTF-8 can always be written")
  // What cannot be written back as it came says that it is UTF-8.
  if (bom || encoding.startsWith("utf-16") || !encoderOf(encoding)) yield encode("\uFEFF")
  for await (const line of lines) yield encode(line)
}

/** Whether the caller asks for CSV rather than JSON. */
export function wantsCsv(request: Request): boolean {
  return /\btext\/csv\b/i.test(request.headers.get("accept") ?? "")
}
