/**
 * What a spreadsheet may run when a cell begins with it: OWASP's list ("CSV Injection"), the wide signs of East Asian keyboards among it, also
 * behind a byte order mark or a quote, which spreadsheets drop.
 */
const BEGINS = /^(?:[\t\r\n]|[\uFEFF"]*[=+\-@＝＋－＠])/

/** The text as a cell of CSV that is no formula: with an apostrophe in front where it might be one. */
export function inert(cell: string): string {
  return BEGINS.test(cell) ? `'${cell}` : cell
}

/** The text as it was before `inert`. */
export function reactivated(cell: string): string {
  return cell.startsWith("'") && BEGINS.test(cell.slice(1)) ? cell.slice(1) : cell
}
