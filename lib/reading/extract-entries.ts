import { problem } from "../errors.ts"
import { LEFT_BY_PROGRAMS } from "../formats/content.ts"
import type { ZipEntry } from "../formats/zip.ts"

/** The files of an extract by their names in lower case, whatever folder they are in. */
export type NamedEntries = ReadonlyMap<string, ZipEntry>

/**
 * Finds the files of an extract that somebody has packed again: in a folder, their names in capitals, with what an
 * operating system adds. Throws Problem 422 `zip_entry_duplicate` when there are two of one name.
 */
export function entriesByName(entries: readonly ZipEntry[]): NamedEntries {
  const named = new Map<string, ZipEntry>()
  for (const entry of entries) {
    const name = entry.name.split("/").at(-1)?.toLowerCase() ?? ""
    if (LEFT_BY_PROGRAMS.test(entry.name) || name.startsWith(".")) continue
    const other = named.get(name)
    if (other) throw twice(other.name, entry.name)
    named.set(name, entry)
  }
  return named
}

function twice(one: string, other: string) {
  const detail = `The ZIP has both ${one} and ${other}. Pack the files of one extract, each once.`
  return problem(422, "zip_entry_duplicate", detail)
}
