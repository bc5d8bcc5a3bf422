import { type CellSpec, type ReadOptions, readCell } from "../../../lib/reading/kinds/index.ts"

/** The value of a cell, or the code of its fault as an object. */
export function read(kind: string, raw: unknown, more: Partial<CellSpec> & ReadOptions = {}): unknown {
  const { default_country, ...spec } = more
  const cell = readCell({ kind, required: false, ...spec }, raw, { default_country })
  return "code" in cell ? { code: cell.code } : cell.value
}

export function messageFor(kind: string, raw: unknown): string {
  const cell = readCell({ kind, required: true }, raw, {})
  return "code" in cell ? cell.message : ""
}
