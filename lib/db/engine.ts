import type { DuckDBValue } from "@duckdb/node-api"
import type { Row } from "./rows.ts"

export type Values = Record<string, DuckDBValue>

/** One connection: a transaction, its variables and its interrupts belong to one request. */
export interface Connection {
  /** Runs one or several statements in one round trip; each takes the values it names. Answers rows the last changed. */
  run(sql: string, values?: Values): Promise<number>
  /** The same, answering the last statement's rows as plain JSON-ready objects. */
  rows<T = Row>(sql: string, values?: Values): Promise<T[]>
  /** Stops what is running; it then throws an `interrupted` error. */
  interrupt(): void
  close(): void
}

/** What runs statements: DuckDB in this process, or something that reaches one elsewhere. */
export interface Engine {
  connect(): Promise<Connection>
  close(): void
}

export type OpenEngine = (location: string) => Promise<Engine>

const KNOWN = Symbol.for("sluice.engines")

/**
 * The way to a location whose scheme a module loaded before the program (node --import) has put into
 * `globalThis[Symbol.for("sluice.engines")]`, a Map of schemes; undefined for those DuckDB opens itself.
 */
export function engineFor(location: string): OpenEngine | undefined {
  const known = (globalThis as { [KNOWN]?: ReadonlyMap<string, OpenEngine> })[KNOWN]
  return known?.get(/^(\w+):\/\//.exec(location)?.[1] ?? "")
}
