/** Control characters but for tabs and line ends, byte order marks, and hyphens that are only for where a line ends. */
const MEANINGLESS = /[^\P{Cc}\t\n]|[\ufeff\u00ad\ufffe\uffff]/gu
const LINE_ENDS = /\r\n?|[\v\f\u2028\u2029\u0085]/g

/**
 * A paragraph as it is kept: composed characters (NFC), lines that end in LF and in no white space, at most one blank
 * line in a row and none around it.
 */
export function cleanBlock(text: string): string {
  return text
    .replace(LINE_ENDS, "\n")
    .replace(MEANINGLESS, "")
    .replace(/\p{Surrogate}/gu, "\ufffd")
    .normalize("NFC")
    .replace(/[^\S\n]+$/gm, "")
    .replace(/\n{3,}/g, "\n\n")
    .replace(/^\n+|\n+$/g, "")
}
