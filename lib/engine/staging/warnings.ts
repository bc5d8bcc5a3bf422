import type { Warning } from "../../contract/index.ts"
import type { Column, Dataset, Table } from "../../datasets/declaration.ts"
import type { Connection } from "../../db/connection.ts"
import { expression, type Fragment, identifier, statement, textLiteral, unionOf } from "../../db/statement.ts"
import { keyColumn } from "../../reading/columns.ts"
import { stagingOf } from "../../reading/staged-rows.ts"
import type { Job } from "../jobs/jobs.ts"

/** What staged rows are to be warned of: numbers and codes that are imported as they are, and look wrong. */
export async function findWarnings(connection: Connection, dataset: Dataset, job: Job): Promise<Warning[]> {
  const tables = dataset.tables.filter((table) => table.policy !== "keyed")
  const coded = tables.flatMap((table) =>
    table.columns.flatMap((column) => (column.codes ? [{ table, column }] : [])),
  )
  const queries = [
    ...tables.filter(keyColumn).map(wrongCheckDigits),
    ...(coded.length > 0 ? [unknownCodes(coded), expression("staging/empty_descriptions")] : []),
  ]
  if (queries.length === 0) return []
  const documented = coded.flatMap(({ column: { codes } }) =>
    (codes?.documented ?? []).map((code) => ({ category: codes?.category, code })),
  )
  const sql = statement("staging/find_warnings", { found: unionOf(queries) })
  const values = { job_id: job.job_id, documented: JSON.stringify(documented) }
  const found = await connection.rows<Found>(sql, values)
  return merged(
    tables.flatMap((table) => found.filter((one) => one.table_name === table.name).map(warningOf(table))),
  )
}

interface Found {
  code: "wrong_check_digits" | "unknown_code_value" | "empty_description"
  table_name: string
  /** The column's own name in the file; empty where the rows are meant. */
  header: string
  rows: number
  /** The values, separated by commas. */
  found: string
}

const warningOf =
  ({ key }: Table) =>
  ({ code, header, rows: count, found }: Found): Warning => ({
    code,
    message: SENTENCES[code](key, header, found.slice(0, 200)),
    count,
  })

const SENTENCES: Record<Found["code"], (key: string, header: string, found: string) => string> = {
  wrong_check_digits: (key) => `Numbers whose check digits are wrong were imported as they are: ${key}.`,
  unknown_code_value: (key, header, found) =>
    `${header} has values the code list does not know: ${found} (${key}).`,
  empty_description: (_key, _header, found) => `New codes have no description: ${found}.`,
}

function wrongCheckDigits(table: Table): Fragment {
  const slots = { table: textLiteral(table.name), staging: stagingOf(table) }
  return expression("staging/wrong_check_digits", slots)
}

function unknownCodes(coded: readonly { table: Table; column: Column }[]): Fragment {
  const uses = unionOf(coded.map(({ table, column }) => codeUses(table, column)))
  return expression("staging/unknown_codes", { uses })
}

function codeUses(table: Table, column: Column): Fragment {
  const { category = "", by } = column.codes ?? {}
  return expression("staging/code_uses", {
    table: textLiteral(table.name),
    staging: stagingOf(table),
    header: textLiteral(column.source),
    column: identifier(column.name),
    category: by
      ? expression("staging/category_by", { prefix: textLiteral(category), column: identifier(by) })
      : textLiteral(category),
  })
}

/** One warning a code, its counts added up and its sentences together. */
function merged(warnings: readonly Warning[]): Warning[] {
  const codes = [...new Set(warnings.map((warning) => warning.code))]
  return codes.map((code) => {
    const same = warnings.filter((warning) => warning.code === code)
    return {
      code,
      message: same.map((warning) => warning.message).join(" "),
      count: same.reduce((sum, warning) => sum + warning.count, 0),
    }
  })
}
