/**
 * What a spreadsheet may run when a cell begins with it: OWASP's list ("CSV Injection"), the wide signs of East Asian keyboards among it, also
 * behind a byte order mark or a quote, which spreadsheets drop.
 */
const BEGINS = /^(?:[\t\r\n]|[\uFEFF"]*[=+\-@＝＋－＠])/

/** An apostrophe that stood before one already must not be taken for the one that is put there. */
const mayBeFormula = (cell: string) => BEGINS.test(cell.replace(/^'+/, ""))
const isInert = (cell: string) => cell.startsWith("'") && mayBeFormula(cell)

/** The text as a cell of CSV that is no formula: with an apostrophe in front where it might be one. */
export function inert(cell: string): string {
  return mayBeFormula(cell) ? `'${cell}` : cell
}

/** The text as a cell of a workbook, where none is a formula: with another apostrophe only where `reactivated` takes one off. */
export function lasting(cell: string): string {
  return isInert(cell) ? `'${cell}` : cell
}

/** The text as it was before `inert`, or `lasting`. */
export function reactivated(cell: string): string {
  return isInert(cell) ? cell.slice(1) : cell
}
