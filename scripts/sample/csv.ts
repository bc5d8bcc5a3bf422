/** CSV of some rows, quoted where that is needed; nothing is an empty cell. */
export function csvOf(header: readonly string[], rows: readonly (readonly (string | undefined)[])[]): string {
  const cell = (text = "") => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)
  return [header, ...rows].map((row) => `${row.map(cell).join(",")}\n`).join("")
}
