import type { AfterStep, Dataset } from "../../datasets/declaration.ts"
import type { Connection } from "../../db/connection.ts"
import { expression, type Fragment, identifier, textLiteral, unionOf } from "../../db/statement.ts"
import { stagingOf } from "../../reading/staged-rows.ts"
import { stepKey } from "./plan.ts"

interface Fact {
  /**
   * `repeated`: rows of a file that come again further down, by `<operation> <table>`. `there`: whether a target has any
   * row. `current`: how many of a target are current. `step`: what an after-step is about, by its key.
   */
  fact: "repeated" | "there" | "current" | "step"
  name: string
  rows: number
}

/** What was asked once for all tables. */
export interface Facts {
  of(fact: Fact["fact"]): Fact[]
  /** 0 where nothing is known. */
  rows(fact: Fact["fact"], name: string): number
}

/** Counts what planning depends on, in one statement. `full`: of an extract that is compared with its targets. */
export async function loadFacts(
  connection: Connection,
  dataset: Dataset,
  job_id: string,
  full: boolean,
): Promise<Facts> {
  const tables = dataset.tables.filter((table) => table.policy !== "keyed")
  const compared = full ? tables.filter((table) => table.policy === "temporal") : []
  const queries = [
    expression("staging/rows_repeated"),
    ...tables.map(({ name }) => targetFact("staging/rows_there", name)),
    ...compared.map(({ name }) => targetFact("staging/current_there", name)),
    ...dataset.afterSteps.map((step) => stepFact(dataset, step)),
  ]
  const found = await connection.rows<Fact>(unionOf(queries).sql, { job_id })
  const of = (fact: Fact["fact"]) => found.filter((one) => one.fact === fact)
  return { of, rows: (fact, name) => of(fact).find((one) => one.name === name)?.rows ?? 0 }
}

function targetFact(name: "staging/rows_there" | "staging/current_there", target: string): Fragment {
  return expression(name, { name: textLiteral(target), target: identifier(target) })
}

/** The rows staged for a step's own table, or for the keyed rows before it: themselves, or their parts. */
function stepFact(dataset: Dataset, step: AfterStep): Fragment {
  const keyed = dataset.tables.find((one) => step.after.includes(one.name) && one.policy === "keyed")
  const table = keyed ?? dataset.tables.find((one) => one.name === step.table)
  if (!table) throw new Error(`${dataset.name} has no table for the step ${stepKey(step)}`)
  const part = keyed?.parts?.find((one) => one.table === step.table)
  const slots = { name: textLiteral(stepKey(step)), staging: stagingOf(table) }
  return part
    ? expression("staging/items_staged", { ...slots, list: identifier(part.list) })
    : expression("staging/rows_staged", slots)
}
