import type { Warning } from "../../contract/index.ts"
import type { Column, Dataset, Table } from "../../datasets/define.ts"
import type { Connection } from "../../db/connection.ts"
import { expression, type Fragment, identifier, statement, textLiteral, unionOf } from "../../db/statement.ts"
import { keyColumn } from "../../reading/columns.ts"
import { stagingOf } from "../batches/apply.ts"
import type { Job } from "../jobs/jobs.ts"

/** What staged rows are to be warned of: numbers and codes that are imported as they are, and look wrong. */
export async function findWarnings(connection: Connection, dataset: Dataset, job: Job): Promise<Warning[]> {
  const warnings: Warning[] = []
  for (const table of dataset.tables.filter((one) => one.policy !== "keyed")) {
    warnings.push(...(await wrongCheckDigits(connection, table, job.job_id)))
    warnings.push(...(await unknownCodes(connection, table, job.job_id)))
  }
  return merged(warnings)
}

async function wrongCheckDigits(connection: Connection, table: Table, job_id: string): Promise<Warning[]> {
  if (!keyColumn(table)) return []
  const sql = statement("staging/count_wrong_check_digits", { staging: stagingOf(table) })
  const [found] = await connection.rows<{ wrong: number }>(sql, { job_id })
  if (!found?.wrong) return []
  const message = `Numbers whose check digits are wrong were imported as they are: ${table.key}.`
  return [{ code: "wrong_check_digits", message, count: found.wrong }]
}

interface UnknownCode {
  header: string
  uses: number
  codes: string | null
}

async function unknownCodes(connection: Connection, table: Table, job_id: string): Promise<Warning[]> {
  const coded = table.columns.filter((column) => column.codes)
  if (coded.length === 0) return []
  const uses = coded.map((column) => codeUses(table, column))
  const documented = coded.flatMap(({ codes }) =>
    (codes?.documented ?? []).map((code) => ({ category: codes?.category, code })),
  )
  const sql = statement("staging/count_unknown_codes", { uses: unionOf(uses) })
  const values = { job_id, documented: JSON.stringify(documented) }
  const found = await connection.rows<UnknownCode>(sql, values)
  return found.map(({ header, uses: count, codes }) => {
    const message = `${header} has values the code list does not know: ${(codes ?? "").slice(0, 200)} (${table.key}).`
    return { code: "unknown_code_value", message, count }
  })
}

function codeUses(table: Table, column: Column): Fragment {
  const { category = "", by } = column.codes ?? {}
  return expression("staging/code_uses", {
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
