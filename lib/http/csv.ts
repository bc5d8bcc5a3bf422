import { streamedAttachment } from "./attachment.ts"

/** What a spreadsheet would run as a formula when a cell starts with it. */
const FORMULA = /^[=+\-@\t\r]/

export type Cell = string | number | boolean | null | undefined

/** One CSV line, CRLF included: text that looks like a formula is made plain by a leading apostrophe. */
export function csvLine(cells: readonly Cell[]): string {
  return `${cells.map(csvCell).join(",")}\r\n`
}

function csvCell(cell: Cell): string {
  if (cell === null || cell === undefined) return ""
  if (typeof cell !== "string") return String(cell)
  const inert = FORMULA.test(cell) ? `'${cell}` : cell
  return /[",\r\n]/.test(inert) ? `"${inert.replaceAll('"', '""')}"` : inert
}

/** A CSV download of lines as they come. */
export function csvResponse(file_name: string, lines: AsyncIterable<string>): Response {
  return streamedAttachment({ file_name, media_type: "text/csv; charset=utf-8", chunks: encoded(lines) })
}

async function* encoded(lines: AsyncIterable<string>): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder()
  for await (const line of lines) yield encoder.encode(line)
}

/** Whether the caller asks for CSV rather than JSON. */
export function wantsCsv(request: Request): boolean {
  return /\btext\/csv\b/i.test(request.headers.get("accept") ?? "")
}
