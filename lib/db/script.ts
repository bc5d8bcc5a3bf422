import type { DuckDBConnection, DuckDBMaterializedResult, DuckDBPreparedStatement } from "@duckdb/node-api"
import { countStatements } from "./count-statements.ts"
import type { Values } from "./engine.ts"

/**
 * Runs a script, each statement with those of the values it names, and answers the last one's result. DuckDB's own way binds
 * the last statement only. Throws when a name has no value, or no statement names a value: a misspelt one would be a null that
 * nobody notices.
 */
export async function runScript(
  duck: DuckDBConnection,
  sql: string,
  values?: Values,
): Promise<DuckDBMaterializedResult> {
  if (values === undefined) return duck.run(sql)
  const { count, prepare } = await statementsOf(duck, sql)
  const unused = new Set(Object.keys(values))
  let result: DuckDBMaterializedResult | undefined
  for (let i = 0; i < count; i += 1) {
    const prepared = await prepare(i)
    try {
      const names = namesIn(prepared)
      for (const name of names) {
        if (!(name in values)) throw new Error(`there is no value for ${name}`)
        unused.delete(name)
      }
      if (i === count - 1 && unused.size > 0) {
        throw new Error(`no statement takes the values ${[...unused].join(", ")}`)
      }
      prepared.bind(Object.fromEntries(names.map((name) => [name, values[name] ?? null])))
      result = await prepared.run()
    } finally {
      prepared.destroySync()
    }
  }
  if (!result) throw new Error("a script without a statement")
  return result
}

/** One statement need not be cut out first, which is a way to another thread and back. */
async function statementsOf(duck: DuckDBConnection, sql: string) {
  if (countStatements(sql) === 1) return { count: 1, prepare: () => duck.prepare(sql) }
  const script = await duck.extractStatements(sql)
  return { count: script.count, prepare: (i: number) => script.prepare(i) }
}

const namesIn = (prepared: DuckDBPreparedStatement) =>
  Array.from({ length: prepared.parameterCount }, (_, i) => prepared.parameterName(i + 1))
