import type { Column, Table } from "../datasets/declaration.ts"
import { DOTTED_KINDS, MASKED } from "../datasets/define.ts"
import {
  allOf,
  caseOf,
  csvColumns,
  expression,
  Fragment,
  hasStatement,
  identifier,
  listOf,
  type Slots,
  selectList,
  structOf,
  textLiteral,
} from "../db/statement.ts"
import type { FileColumns } from "./extract-columns.ts"
import { stagingOf } from "./staged-rows.ts"

const textValueOf = (column: Column): Fragment => {
  const name = `kinds/${column.kind}/value`
  const source = identifier(column.source)
  return hasStatement(name) ? expression(name, { column: source }) : source
}

/** What is wrong with a column's text, as an expression that is null when nothing is. */
function problemsOf(column: Column): Fragment[] {
  const source = identifier(column.source)
  const checks: Fragment[] = []
  if (column.required) checks.push(expression("kinds/required", { column: source }))
  const name = `kinds/${column.kind}/problem`
  if (hasStatement(name)) checks.push(expression(name, { column: source }))
  return checks
}

/** The first column of a dotted number: what `_entity_key` is made from. */
export function keyColumn(table: Table): Column | undefined {
  return table.columns.find(
    (column) => column.name === (table.deleteKey ?? "") && DOTTED_KINDS.includes(column.kind),
  )
}

const used = (columns: FileColumns) => columns.filter(({ ignored }) => !ignored)

/** What is ignored may be called like another column, but for its case. */
const nameInFile = ({ source, ignored }: FileColumns[number], place: number) =>
  ignored ? `_ignored_${place}` : source

/** What fills sql/staging/stage_rows.sql for one file. */
export function stagingSlots(table: Table, columns: FileColumns): Slots {
  const key = keyColumn(table)
  const values = used(columns).map((column) => ({ value: textValueOf(column), name: column.name }))
  if (key) {
    values.unshift({
      value: expression("kinds/key", { column: identifier(key.source) }),
      name: "_entity_key",
    })
  }
  return {
    staging: stagingOf(table),
    values: selectList(values),
    columns: csvColumns(columns.map(nameInFile)),
    valid: allOf(
      used(columns)
        .flatMap(problemsOf)
        .map((check) => new Fragment(`(${check.sql}) is null`)),
    ),
  }
}

const sentenceOf = (fault: string) => expression("pieces/fault_sentence", { fault: new Fragment(fault) })

/** What fills sql/staging/stage_row_errors.sql. */
export function faultSlots(columns: FileColumns): Slots {
  return { refused: refusedIn(columns), sentence: sentenceOf("fault") }
}

/** The rows of one file that a column's rule refuses, with all that is wrong with each; sensitive values are masked. */
export function refusedIn(columns: FileColumns): Fragment {
  const branches = used(columns).flatMap((column) =>
    problemsOf(column).map((check) =>
      expression("staging/fault", {
        problem: check,
        header: textLiteral(column.source),
        value: column.sensitive ? textLiteral(MASKED) : identifier(column.source),
      }),
    ),
  )
  return expression("pieces/refused", {
    fault: caseOf(branches),
    faults: listOf(branches.map((branch) => caseOf([branch]))),
    sentence: sentenceOf("found"),
    record: structOf(used(columns).map((column) => column.source)),
    columns: csvColumns(columns.map(nameInFile)),
  })
}
