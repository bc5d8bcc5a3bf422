import { CODE_COLUMNS, type SampleTable, TABLES } from "../sample/tables.ts"

/** What the raw run must put into the columns of our own that no file holds. */
export interface RawConstants {
  job_id: string
  extract_number: number
  snapshot_date: string
}

/** CSV column → column of the target, where they are not the same word in snake_case. */
const ENTITY_NUMBER = new Set(["EnterpriseNumber", "EstablishmentNumber", "EntityNumber"])

function targetColumn(source: string, position: number): string {
  if (position === 0 && ENTITY_NUMBER.has(source)) return "entity_number"
  return source
    .replace(/([a-z])([A-Z])/g, "$1_$2")
    .replace(/([A-Z])([A-Z][a-z])/g, "$1_$2")
    .toLowerCase()
}

/** A CSV file as a table expression with the target's column names and types. */
function csv(path: string, columns: readonly string[], dates: readonly number[]): string {
  const types = columns.map(
    (source, i) => `'${targetColumn(source, i)}': '${dates.includes(i) ? "DATE" : "VARCHAR"}'`,
  )
  return (
    `read_csv('${path}', columns = {${types.join(", ")}}, header = true, delim = ',', quote = '"', ` +
    `escape = '"', dateformat = '%d-%m-%Y', auto_detect = false, nullstr = '')`
  )
}

const KEY = (column: string) => `replace(${column}, '.', '')::bigint`

/** One row per entity: the names that a list of denominations gives it. */
const NAMES = (type: string, among: string) => {
  const best = (language: string) => `max(denomination) filter (where language = '${language}')`
  const order = ["2", "1", "0", "3", "4"]
  return `select _entity_key, coalesce(${order.map(best).join(", ")}) as name,
    case ${order.map((language) => `when ${best(language)} is not null then '${language}'`).join(" ")} end as language,
    ${best("2")} as nl, ${best("1")} as fr, ${best("3")} as de
    from denomination where _is_current and type_of_denomination = '${type}' ${among} group by _entity_key`
}

const NAME_COLUMNS: Record<string, { type: string; columns: string }> = {
  enterprise: {
    type: "001",
    columns: `coalesce(n.name, s.entity_number) as primary_name, n.language as primary_name_language,
      n.nl as primary_name_nl, n.fr as primary_name_fr, n.de as primary_name_de`,
  },
  establishment: {
    type: "003",
    columns: "n.name as commercial_name, n.language as commercial_name_language",
  },
}

/**
 * Inserts a CSV of one table, names derived by a join; denominations must have come before. When the rows
 * are `few`, only their own denominations are looked at.
 */
function insertCsv(table: SampleTable, path: string, constants: RawConstants, few = false): string {
  const key = targetColumn(table.columns[0] ?? "", 0)
  const named = NAME_COLUMNS[table.name]
  const linked = table.columns[0] === "EntityNumber"
  const source = `select *, ${KEY(key)} as _entity_key from ${csv(path, table.columns, table.dates)}`
  const own = `and _entity_key in (select _entity_key from (${source}))`
  return `insert into ${table.name} by name
    select s.*,
      ${linked ? "case left(s.entity_number, 1) when '2' then 'establishment' when '9' then 'branch' else 'enterprise' end as entity_type," : ""}
      ${named ? `${named.columns},` : ""}
      date '${constants.snapshot_date}' as _snapshot_date, ${constants.extract_number} as _extract_number,
      true as _is_current, uuid '${constants.job_id}' as _job_id
    from (${source}) as s
    ${named ? `left join (${NAMES(named.type, few ? own : "")}) as n using (_entity_key)` : ""}`
}

/** Denominations first, because enterprises and establishments are named by them. */
const ORDER = [...TABLES].sort(
  (a, b) => Number(b.name === "denomination") - Number(a.name === "denomination"),
)

function upsertCodes(path: string, constants: RawConstants): string[] {
  return [
    `create temp table arriving_code as select * from ${csv(path, CODE_COLUMNS, [])}`,
    `update code set description = s.description from arriving_code as s
      where code.category = s.category and code.code = s.code and code.language = s.language
        and code.description is distinct from s.description`,
    `insert into code by name select s.*, uuid '${constants.job_id}' as _job_id from arriving_code as s
      anti join code using (category, code, language)`,
    "drop table arriving_code",
  ]
}

/** The statements that load a Full extract, unzipped into `directory`, into empty targets. */
export function fullStatements(directory: string, constants: RawConstants): string[] {
  const tables = ORDER.map((table) => insertCsv(table, `${directory}/${table.name}.csv`, constants))
  return [...upsertCodes(`${directory}/code.csv`, constants), ...tables]
}

/** The statements that apply an Update, unzipped into `directory`. */
export function updateStatements(directory: string, constants: RawConstants): string[] {
  const tables = ORDER.flatMap((table) => {
    const columns = table.columns.slice(0, 1)
    const deletes = csv(`${directory}/${table.name}_delete.csv`, columns, [])
    const key = targetColumn(columns[0] ?? "", 0)
    return [
      `create temp table gone_${table.name} as select distinct ${KEY(key)} as _entity_key from ${deletes}`,
      `update ${table.name} set _is_current = false, _deleted_at_extract = ${constants.extract_number}
        where _is_current and _entity_key in (select _entity_key from gone_${table.name})`,
      insertCsv(table, `${directory}/${table.name}_insert.csv`, constants, true),
    ]
  })
  const names = Object.entries(NAME_COLUMNS).map(([table, named]) => renameTouched(table, named, constants))
  return [...upsertCodes(`${directory}/code.csv`, constants), ...tables, ...names]
}

/** Names of rows older than the update whose denominations it changed; new rows have theirs already. */
function renameTouched(
  table: string,
  named: { type: string; columns: string },
  constants: RawConstants,
): string {
  const touched = `select _entity_key from gone_denomination union
    select _entity_key from denomination where _job_id = '${constants.job_id}'`
  const assignments = [...named.columns.matchAll(/as (\w+)/g)].map(([, column]) => `${column} = n.${column}`)
  return `update ${table} as t set ${assignments.join(", ")}
    from (
      select s._entity_key, ${named.columns} from ${table} as s
      left join (${NAMES(named.type, `and _entity_key in (${touched})`)}) as n using (_entity_key)
      where s._is_current and s._entity_key in (${touched})
    ) as n
    where t._entity_key = n._entity_key and t._is_current and t._job_id <> '${constants.job_id}'`
}
