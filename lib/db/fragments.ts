import { quotedIdentifier, quotedString } from "@duckdb/node-api"

/** SQL text that has been through the one quoting place below; nothing else can fill a slot. */
export class Fragment {
  readonly sql: string

  constructor(sql: string) {
    this.sql = sql
  }
}

export type Slots = Record<string, Fragment>

export function identifier(name: string): Fragment {
  return new Fragment(quotedIdentifier(name))
}

/** A list of columns, each behind the table's alias when one is given: `s."a", s."b"`. */
export function columnList(names: readonly string[], alias?: string): Fragment {
  const prefix = alias ? `${quotedIdentifier(alias)}.` : ""
  return new Fragment(names.map((name) => prefix + quotedIdentifier(name)).join(", "))
}

/** `expression as "name", …`: what a select list is made of. */
export function selectList(items: readonly { value: Fragment; name: string }[]): Fragment {
  return new Fragment(items.map(({ value, name }) => `${value.sql} as ${quotedIdentifier(name)}`).join(", "))
}

/** Each item with a comma behind it, for the front of a longer list; nothing when there are none. */
export function leading(items: readonly Fragment[]): Fragment {
  return new Fragment(items.map(({ sql }) => `${sql},`).join(" "))
}

/** `s."a" <operator> t."a"` for every name, all of which must hold. */
export function pairwise(
  names: readonly string[],
  left: string,
  operator: "=" | "is not distinct from",
  right: string,
): Fragment {
  const pair = (name: string) =>
    `${quotedIdentifier(left)}.${quotedIdentifier(name)} ${operator} ${quotedIdentifier(right)}.${quotedIdentifier(name)}`
  return new Fragment(names.length === 0 ? "true" : names.map(pair).join(" and "))
}

/** `"a" = s."a", …`: the right side of an UPDATE's SET. */
export function assignments(names: readonly string[], from: string): Fragment {
  return assigned(names.map((name) => ({ name, value: qualified(from, name) })))
}

/** `{'a': s."a", …}`, ready for to_json. */
export function structOf(names: readonly string[], alias?: string): Fragment {
  const value = (name: string) => (alias ? qualified(alias, name) : identifier(name))
  return structWith(names.map((name) => ({ name, value: value(name) })))
}

/** All of the conditions; true when there are none. */
export function allOf(conditions: readonly Fragment[]): Fragment {
  return new Fragment(
    conditions.length === 0 ? "true" : conditions.map(({ sql }) => `(${sql})`).join(" and "),
  )
}

/** `"a" is not null and …`: every one of the columns. */
export function present(names: readonly string[]): Fragment {
  return allOf(names.map((name) => new Fragment(`${quotedIdentifier(name)} is not null`)))
}

/** The columns of a chunk file for read_csv, all text behind the scanner's two numbers. */
export function csvColumns(names: readonly string[]): Fragment {
  const texts = Object.fromEntries(names.map((name) => [name, "VARCHAR"]))
  return jsonColumns({ _index: "BIGINT", _delta: "BIGINT", ...texts })
}

/** `{'a': 'BIGINT', …}`: the columns of a file for read_json, or read_csv. Types come from declarations. */
export function jsonColumns(types: Readonly<Record<string, string>>): Fragment {
  const one = ([name, type]: [string, string]) => `${quotedString(name)}: ${quotedString(type)}`
  return new Fragment(`{${Object.entries(types).map(one).join(", ")}}`)
}

/** What a restored column may be. */
export type RestoredType = SqlType | "uuid" | "timestamp" | "integer" | "float[]"
type SqlType = "varchar" | "date" | "bigint" | "double" | "boolean" | "json" | "varchar[]"

/** `"a" = (u.before ->> 'a')::type, …`: columns given back from the undo journal. */
export function restoredFrom(columns: readonly { name: string; type: RestoredType }[]): Fragment {
  const one = ({ name, type }: { name: string; type: string }) =>
    `${quotedIdentifier(name)} = (u.before ${type.endsWith("[]") ? "->" : "->>"} ${quotedString(name)})::${type}`
  return new Fragment(columns.map(one).join(", "))
}

/** Any of the conditions; false when there are none. */
export function anyOf(conditions: readonly Fragment[]): Fragment {
  return new Fragment(
    conditions.length === 0 ? "false" : conditions.map(({ sql }) => `(${sql})`).join(" or "),
  )
}

/** `{'a': <expression>, …}`, ready for to_json. */
export function structWith(fields: readonly { value: Fragment; name: string }[]): Fragment {
  return new Fragment(
    `{${fields.map(({ value, name }) => `${quotedString(name)}: ${value.sql}`).join(", ")}}`,
  )
}

/** `"a" = <expression>, …`: the right side of an UPDATE's SET. */
export function assigned(items: readonly { value: Fragment; name: string }[]): Fragment {
  return new Fragment(items.map(({ value, name }) => `${quotedIdentifier(name)} = ${value.sql}`).join(", "))
}

/** One column behind its table's alias: `s."a"`. */
export function qualified(alias: string, name: string): Fragment {
  return new Fragment(`${quotedIdentifier(alias)}.${quotedIdentifier(name)}`)
}

/** `<left> is distinct from <right>`. */
export function distinct(left: Fragment, right: Fragment): Fragment {
  return new Fragment(`${left.sql} is distinct from ${right.sql}`)
}

/** Nothing, of a type from a declaration. */
export function nullOf(type: RestoredType): Fragment {
  return new Fragment(`null::${type}`)
}

/** One value where a condition holds, another where it does not. */
export function whenElse(condition: Fragment, then: Fragment, otherwise: Fragment): Fragment {
  return new Fragment(`case when ${condition.sql} then ${then.sql} else ${otherwise.sql} end`)
}

/** A name from a declaration as a text value, where SQL wants text: a column's or a category's name. */
export function textLiteral(name: string): Fragment {
  return new Fragment(quotedString(name))
}

/** One result out of several queries with the same columns. */
export function unionOf(queries: readonly Fragment[]): Fragment {
  return new Fragment(queries.map(({ sql }) => `(${sql})`).join(" union all "))
}

/** CASE with the given WHEN branches; null when none holds. */
export function caseOf(branches: readonly Fragment[]): Fragment {
  return new Fragment(branches.length === 0 ? "null" : `case ${branches.map(({ sql }) => sql).join(" ")} end`)
}

/** A query as a table to select from. */
export function inBrackets({ sql }: Fragment): Fragment {
  return new Fragment(`(${sql})`)
}

/** Expressions beside each other. */
export function listOf(items: readonly Fragment[]): Fragment {
  return new Fragment(items.map(({ sql }) => sql).join(", "))
}

/** A value that is bound under this name: `$place_0::uuid`. */
export function parameter(name: string, type: RestoredType | "ubigint"): Fragment {
  return new Fragment(`$${name}::${type}`)
}

/** The text of an expression. */
export function asText({ sql }: Fragment): Fragment {
  return new Fragment(`${sql}::varchar`)
}

/** An expression to order by, from its last value to its first. */
export function descending({ sql }: Fragment): Fragment {
  return new Fragment(`${sql} desc nulls first`)
}

/** A number the program has fixed, where none can be bound. */
export function numberLiteral(number: number): Fragment {
  return new Fragment(String(number))
}
