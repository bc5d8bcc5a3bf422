/** NUL, and the Ctrl-Z of DOS. */
const END_MARKS = "\0\u001a"

/** What marks the end of a file is no part of it. */
export function withoutEndMarks(text: string): string {
  let end = text.length
  while (end > 0 && END_MARKS.includes(text[end - 1] as string)) end -= 1
  return text.slice(0, end)
}

/** Where something comes next; the text's length where it does not. */
export const found = (text: string, what: string, from: number): number => {
  const at = text.indexOf(what, from)
  return at < 0 ? text.length : at
}

/** The end of the line at hand, whatever ends lines. */
export function lineEndFrom(text: string, from: number): number {
  for (let at = from; at < text.length; at++) if (text[at] === "\n" || text[at] === "\r") return at
  return text.length
}

/** Whether a value in quotes may end there. */
export function isBehindValue(text: string, at: number, delimiter: string): boolean {
  const next = text.slice(at, at + 1)
  return next === "" || next === delimiter || next === "\n" || next === "\r" || next === " " || next === "\t"
}

/** Whether a record says nothing. */
export function isBlank(cells: readonly string[]): boolean {
  // Most rows say something with their first character.
  const first = (cells[0] as string).charCodeAt(0)
  return !(first > 32 && first < 127) && cells.every(isEmpty)
}

const isEmpty = (cell: string) => cell === "" || cell.trim() === ""
