import type { Table } from "../datasets/declaration.ts"
import type { MappedMetadata } from "../documents/index.ts"
import { shown } from "./faults.ts"
import { kindNamed, readCell } from "./kinds/index.ts"
import type { FaultLine } from "./source.ts"

/** Columns a document's own bytes fill; metadata has no say in them. */
const OWN = ["filename", "content_hash", "media_type", "bytes", "text", "metadata"]

/** What is known of a document beside its bytes, or what is wrong with it. */
export type DocumentMetadata = { values: Record<string, unknown> } | MetadataFault
type MetadataFault = Pick<FaultLine, "line" | "column_name" | "value" | "code" | "message" | "record">

/**
 * What the metadata says of a file: declared columns read by their kind, what
 * else there is kept as JSON. A file it does not name has none.
 */
export async function readMetadata(
  table: Table,
  found: MappedMetadata | null,
  name: string,
): Promise<DocumentMetadata> {
  const said: Record<string, unknown> = found?.values ?? {}
  const values: Record<string, unknown> = {}
  const declared = table.columns.filter((column) => !OWN.includes(column.name))
  for (const column of declared) {
    const cell = readCell(await kindNamed(column.kind), column, said[column.name], {})
    if ("code" in cell) {
      const value = shown(said[column.name])
      const message = `${column.name} ${cell.message}`
      const record = { filename: name, ...said }
      return { line: found?.line ?? null, column_name: column.name, value, code: cell.code, message, record }
    }
    values[column.name] = cell.value
  }
  return {
    values: {
      ...values,
      metadata: extraOf(
        said,
        declared.map((column) => column.name),
      ),
    },
  }
}

function extraOf(said: Record<string, unknown>, known: readonly string[]): Record<string, unknown> | null {
  const extra = Object.entries(said).filter(
    ([key, value]) => !known.includes(key) && value !== "" && value !== null,
  )
  return extra.length === 0 ? null : Object.fromEntries(extra)
}
