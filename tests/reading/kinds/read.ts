import {
  type CellSpec,
  type Kind,
  kindNamed,
  type ReadOptions,
  readCell,
} from "../../../lib/reading/kinds/index.ts"

const NAMES = "text integer number boolean date email phone url html json list".split(" ")
const kinds = new Map<string, Kind>()
for (const name of NAMES) kinds.set(name, await kindNamed(name))

/** One cell of a kind, read. */
export function cellOf(spec: CellSpec, raw: unknown, options: ReadOptions = {}) {
  const kind = kinds.get(spec.kind)
  if (!kind) throw new Error(`no kind ${spec.kind}`)
  return readCell(kind, spec, raw, options)
}

/** The value of a cell, or the code of its fault as an object. */
export function read(kind: string, raw: unknown, more: Partial<CellSpec> & ReadOptions = {}): unknown {
  const { default_country, ...spec } = more
  const cell = cellOf({ kind, required: false, ...spec }, raw, { default_country })
  return "code" in cell ? { code: cell.code } : cell.value
}

export function messageFor(kind: string, raw: unknown): string {
  const cell = cellOf({ kind, required: true }, raw)
  return "code" in cell ? cell.message : ""
}
