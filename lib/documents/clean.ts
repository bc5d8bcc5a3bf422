/** Control characters but for tabs and line ends, and byte order marks. */
const MEANINGLESS = /[^\P{Cc}\t\n]|\ufeff/gu
const LINE_ENDS = /\r\n?|[\v\f\u2028\u2029]/g

/**
 * Text as it is kept: composed characters (NFC), lines that end in LF and in no white space, at most one blank
 * line in a row, nothing around it.
 */
export function cleanText(text: string): string {
  return text
    .replace(LINE_ENDS, "\n")
    .replace(MEANINGLESS, "")
    .replace(/\p{Surrogate}/gu, "\ufffd")
    .normalize("NFC")
    .replace(/[^\S\n]+$/gm, "")
    .replace(/\n{3,}/g, "\n\n")
    .trim()
}
