import type { Warning } from "../../contract/index.ts"
import type { Dataset, Table } from "../../datasets/define.ts"
import type { Connection } from "../../db/connection.ts"
import { expression, type Fragment, identifier, statement, textLiteral, unionOf } from "../../db/statement.ts"
import { countedText, namesText } from "../../words.ts"

/** Of an import as many are listed by name. */
const MOST_LISTED = 1_000
const CODE = "lost_current_row"

/** An import, and what is without a current row because of it. */
interface Losing {
  job_id: string
  warnings: Warning[]
  things: number
  first_numbers: string[]
}

/**
 * Has every import of a register warn, before all else, of things that lost their current row by it, since that was closed and
 * the new one could not be used; and no longer once they have one again. Run in the transaction that completes an import or ends
 * its undoing: both change what holds.
 */
export async function settleLost(connection: Connection, dataset: Dataset): Promise<void> {
  const tables = dataset.tables.filter(isOfThings)
  if (tables.length === 0) return
  const lost = unionOf(tables.map(ofTable))
  const { name } = dataset
  const losing = await connection.rows<Losing>(statement("lost/jobs", { lost }), { dataset: name })
  if (losing.length === 0) return
  await connection.run(statement("lost/forget"), { dataset: name })
  await connection.run(statement("lost/list", { lost }), { dataset: name, most: MOST_LISTED })
  for (const { job_id, warnings, ...found } of losing) {
    const told = [...warningOf(found), ...warnings.filter(({ code }) => code !== CODE)]
    await connection.run(statement("jobs/set_warnings"), { job_id, warnings: JSON.stringify(told) })
  }
}

/** A table with one current row for each thing, which is closed by that thing's number. */
const isOfThings = ({ policy, identity, deleteKey }: Table) =>
  policy === "temporal" && identity.length === 1 && identity[0] === deleteKey

function ofTable(table: Table): Fragment {
  const [key = ""] = table.identity
  const header = table.columns.find(({ name }) => name === key)?.source ?? key
  return expression("lost/of_table", {
    name: textLiteral(table.name),
    target: identifier(table.name),
    key: identifier(key),
    header: textLiteral(header),
  })
}

function warningOf({ things, first_numbers }: Pick<Losing, "things" | "first_numbers">): Warning[] {
  if (things === 0) return []
  const named = namesText([...first_numbers, ...(things > first_numbers.length ? ["others"] : [])])
  const message = `${countedText(things, "entity has", "entities have")} no current row any more, since the old one was closed and the new one could not be used: ${named}. A later extract that brings them settles this.`
  return [{ code: CODE, message, count: things }]
}
