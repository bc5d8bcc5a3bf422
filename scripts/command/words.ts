/** A number as a person reads it: 1,234. */
export function digits(number: number): string {
  return number.toLocaleString("en")
}

/** A count with its noun: "1 row", "1,234 rows", "2 batches". */
export function counted(number: number, noun: string): string {
  const plural = /(ch|s|x)$/.test(noun) ? `${noun}es` : `${noun}s`
  return `${digits(number)} ${number === 1 ? noun : plural}`
}

/** Rows of cells as lines, one column below the other; each as wide as its widest cell, or as it is told to be. */
export function aligned(rows: readonly (readonly string[])[], widths?: readonly number[]): string[] {
  const widest = (column: number) => Math.max(...rows.map((row) => row[column]?.length ?? 0))
  const wide = widths ?? rows[0]?.map((_, column) => widest(column)) ?? []
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(wide[column] ?? 0))
      .join("  ")
      .trimEnd(),
  )
}

/** A time span: "0.4 s", "12 s", "3 min 20 s", "1 h 5 min". */
export function span(seconds: number): string {
  if (seconds < 10) return `${Math.round(seconds * 10) / 10} s`
  const whole = Math.round(seconds)
  if (whole < 60) return `${whole} s`
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`
  return `${Math.floor(whole / 3600)} h ${Math.floor((whole % 3600) / 60)} min`
}

/** A size: "12.3 MB". */
export function megabytes(bytes: number): string {
  return `${(bytes / 1_000_000).toLocaleString("en", { maximumFractionDigits: 1 })} MB`
}
