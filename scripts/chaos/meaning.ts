import type { Dataset } from "../../lib/datasets/declaration.ts"

/** Runs one query. */
interface Readable {
  read(sql: string): Promise<Record<string, unknown>[]>
}

/** Columns that name an import. */
const OF_IMPORTS = ["imported_from", "_job_id", "_closed_job_id"]
/** What two imports of the same rows never have in common, where rows have an id of their own. */
const OWN = ["id", "_entity_key", "created_at"]

/** A column that holds the id of another row: which table, and the columns that say who that is. */
interface Reference {
  table: string
  identity: readonly string[]
}

/**
 * Every row of a dataset's targets as one line of text, in order, by what it means: an import is the how-manieth of its dataset
 * it was, another row is told by its identity, a time by whether it is later than when the row was made.
 */
export async function meaningOf(lab: Readable, dataset: Dataset): Promise<Record<string, string[]>> {
  const told: Record<string, string[]> = {}
  for (const { name, parts = [], policy, identity } of dataset.tables) {
    const hasIds = policy === "keyed"
    told[name] = await linesOf(lab, name, { hasIds, references: referencesOf(dataset, name, identity) })
    for (const { table, owner } of parts) {
      const references = { [owner]: { table: name, identity } }
      told[table] = await linesOf(lab, table, { hasIds: true, references })
    }
  }
  return told
}

/** Columns an after-step fills with ids of the same table's rows. */
function referencesOf(dataset: Dataset, table: string, identity: readonly string[]) {
  const types = dataset.afterSteps
    .filter((step) => step.table === table)
    .flatMap((step) => Object.entries(step.types ?? {}))
  const names = types.flatMap(([name, type]) => (type === "uuid" ? [name] : []))
  return Object.fromEntries(names.map((name) => [name, { table, identity }]))
}

interface Reading {
  hasIds: boolean
  references: Record<string, Reference>
}

async function linesOf(lab: Readable, table: string, reading: Reading): Promise<string[]> {
  const columns = await lab.read(
    `select column_name as name from information_schema.columns where table_name = '${table}' order by name`,
  )
  const names = columns.map((column) => String(column.name))
  const values = names.filter((name) => !(reading.hasIds && OWN.includes(name)))
  const fields = values.map((name) => `'${name}': ${fieldOf(name, reading)}`)
  const rows = await lab.read(
    `select to_json({${fields.join(", ")}})::varchar as line from "${table}" as t order by line`,
  )
  return rows.map((row) => String(row.line))
}

function fieldOf(name: string, { references }: Reading): string {
  const reference = references[name]
  if (reference) {
    const identity = reference.identity.map((column) => `'${column}': o."${column}"`).join(", ")
    return `(select {${identity}} from "${reference.table}" as o where o.id = t."${name}")`
  }
  if (name === "updated_at") return "t.updated_at > t.created_at"
  return OF_IMPORTS.includes(name) ? howManieth(name) : `t."${name}"`
}

function howManieth(name: string): string {
  return `(
    select count(*) from import_jobs as earlier, import_jobs as own
    where own.job_id = t."${name}" and earlier.dataset = own.dataset and earlier.started_at <= own.started_at and earlier.status <> 'rolled_back')`
}
