import {
  DuckDBBlobValue,
  DuckDBDateValue,
  DuckDBDecimalValue,
  DuckDBListValue,
  DuckDBMapValue,
  type DuckDBMaterializedResult,
  DuckDBStructValue,
  DuckDBTimestampTZValue,
  DuckDBTimestampValue,
  type DuckDBType,
  DuckDBUUIDValue,
  type DuckDBValue,
} from "@duckdb/node-api"
import { exactJson } from "../written-json.ts"

export type Row = Record<string, unknown>

/**
 * Turns a result into plain JSON-ready objects, the one place where DuckDB's values are converted:
 * BIGINT to number, TIMESTAMP to ISO 8601 UTC, DATE to YYYY-MM-DD, UUID to text, JSON parsed, its numbers exact.
 * Its chunks are there and taken at once: to wait for each would be to wait for a busy machine twice. Throws when an integer does not fit a number, rather than round it.
 */
export function plainRows(result: DuckDBMaterializedResult): Row[] {
  const names = result.columnNames()
  const types = result.columnTypes()
  const rows: Row[] = []
  for (let i = 0; i < result.chunkCount; i += 1) {
    result.getChunk(i).visitRows((row) => {
      rows.push(Object.fromEntries(row.map((value, j) => [names[j], plainValue(value, types[j])])))
    })
  }
  return rows
}

function plainValue(value: DuckDBValue, type?: DuckDBType): unknown {
  if (value === null) return null
  if (typeof value === "bigint") return safeNumber(value)
  if (typeof value === "string") return type?.alias === "JSON" ? exactJson(value) : value
  if (typeof value !== "object") return value
  if (value instanceof DuckDBTimestampValue || value instanceof DuckDBTimestampTZValue) {
    return new Date(Number(value.micros / 1000n)).toISOString()
  }
  if (value instanceof DuckDBDateValue || value instanceof DuckDBUUIDValue) return value.toString()
  if (value instanceof DuckDBDecimalValue) return value.toDouble()
  return plainNested(value)
}

function plainNested(value: DuckDBValue): unknown {
  if (value instanceof DuckDBListValue) return value.items.map((item) => plainValue(item))
  if (value instanceof DuckDBStructValue) {
    return Object.fromEntries(Object.entries(value.entries).map(([name, item]) => [name, plainValue(item)]))
  }
  if (value instanceof DuckDBMapValue) {
    return Object.fromEntries(value.entries.map(({ key, value: item }) => [String(key), plainValue(item)]))
  }
  if (value instanceof DuckDBBlobValue) return Buffer.from(value.bytes).toString("base64")
  return String(value)
}

function safeNumber(value: bigint): number {
  const number = Number(value)
  if (!Number.isSafeInteger(number)) throw new RangeError(`${value} does not fit a JSON number`)
  return number
}
