/** What the name of a KBO extract promises about its content. */
export interface ExtractName {
  extract_number: number
  type: "full" | "update"
}

/**
 * Reads a name such as `KboOpenData_0140_2025_10_05_Full.zip` (older ones lack the day). A path, what the
 * store puts in front, and a copy's ` (1)` do not matter. Returns null for any other name.
 */
export function extractNameOf(filename: string): ExtractName | null {
  const name = filename.split(/[/\\]/).at(-1) ?? ""
  const match =
    /(?:^|[^a-z0-9])KboOpenData_(\d{1,6})_\d{4}_\d{2}(?:_\d{2})?_(Full|Update)(?: ?\(\d+\))?\.zip$/i.exec(
      name,
    )
  if (!match) return null
  return { extract_number: Number(match[1]), type: match[2]?.toLowerCase() === "full" ? "full" : "update" }
}
