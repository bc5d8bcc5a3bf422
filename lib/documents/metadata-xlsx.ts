import { isProblem } from "../errors.ts"
import { sampleBook } from "../formats/workbook/rows.ts"
import { openZip } from "../formats/zip.ts"
import { invalidMapping, type MetadataMapping, MOST_MAPPING_BYTES } from "./metadata.ts"
import { mappingOfLines } from "./metadata-csv.ts"

/** Of a sheet: more than an import may have of documents. */
const MOST_ROWS = 10_000

/**
 * A mapping in the first sheet of a workbook that has rows, as a CSV has it.
 * @param name what the file is called, for sentences
 * @throws Problem 422 `metadata_invalid`, which names the file, the row where it is known, and the cause
 */
export async function parseMetadataXlsx(bytes: Buffer, name: string): Promise<MetadataMapping> {
  if (bytes.length > MOST_MAPPING_BYTES) throw invalidMapping(name, "it has more than 10 MB.")
  const lines = await linesOf(bytes, name)
  const width = Math.max(0, ...lines.map(({ cells }) => cells.length))
  return mappingOfLines(
    lines.map(({ line, cells }) => ({
      line,
      fields: Array.from({ length: width }, (_, at) => String(cells[at] ?? "").trim()),
    })),
    name,
  )
}

async function linesOf(bytes: Buffer, name: string) {
  try {
    const { entries } = await openZip(bytes, { backslashes: "part", max_ratio: 2_000 })
    const parts = new Map(entries.map((entry) => [entry.name.toLowerCase(), entry]))
    return (await sampleBook({ parts, name, bytes: bytes.length }, undefined, MOST_ROWS)).records
  } catch (error) {
    if (!isProblem(error)) throw error
    throw invalidMapping(name, "it cannot be read as a workbook. Save it as .xlsx or CSV anew.")
  }
}
