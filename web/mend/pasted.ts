/** Of a spreadsheet: cells apart by tabs, rows by lines; a cell with one of these in it is in quotes. */
const CELL = /"((?:[^"]|"")*)"(?=[\t\r\n]|$)|[^\t\r\n]*/y
const BREAK = /\t|\r\n|\r|\n/y

/** The cells of a block that was copied from a spreadsheet, row by row. */
export function cellsIn(text: string): string[][] {
  const rows: string[][] = [[]]
  for (let at = 0; at <= text.length; ) {
    CELL.lastIndex = at
    const [whole = "", inQuotes] = CELL.exec(text) ?? []
    rows.at(-1)?.push(inQuotes === undefined ? whole : inQuotes.replaceAll('""', '"'))
    BREAK.lastIndex = at + whole.length
    const [mark] = BREAK.exec(text) ?? []
    if (mark === undefined) break
    at = BREAK.lastIndex
    if (mark === "\t") continue
    if (at === text.length) break
    rows.push([])
  }
  return rows
}
