import type { Dataset, Table } from "../../datasets/declaration.ts"
import type { Connection } from "../../db/connection.ts"
import { identifier, statement, textLiteral } from "../../db/statement.ts"
import { countKeyed } from "./keyed.ts"
import type { StepEffect } from "./step.ts"

/** How many rows taking a job back would change, without doing it. */
export async function countUndo(
  connection: Connection,
  dataset: Dataset,
  job_id: string,
): Promise<StepEffect> {
  const sum: StepEffect = { removed: 0, restored: 0, kept: 0 }
  for (const table of dataset.tables) {
    const found =
      table.policy === "keyed"
        ? await countKeyed(connection, dataset, table, job_id)
        : await countRegister(connection, table, job_id)
    sum.removed += found.removed
    sum.restored += found.restored
    sum.kept += found.kept
  }
  return sum
}

async function countRegister(connection: Connection, table: Table, job_id: string): Promise<StepEffect> {
  const values = { job_id, table_name: table.name }
  const [journal = { rows: 0, added: 0 }] = await connection.rows<{ rows: number; added: number }>(
    statement("rollback/count_journal"),
    values,
  )
  const { opened, closed } =
    table.policy === "temporal" ? await countTarget(connection, table, job_id) : { opened: 0, closed: 0 }
  return { removed: journal.added + opened, restored: journal.rows - journal.added + closed, kept: 0 }
}

/** Rows of a register that a job has opened and closed. */
export async function countTarget(connection: Connection, table: Table, job_id: string) {
  const slots = { target: identifier(table.name), name: textLiteral(table.name) }
  const sql = statement("finalize/count_target", slots)
  const [own = { opened: 0, closed: 0 }] = await connection.rows<{ opened: number; closed: number }>(sql, {
    job_id,
  })
  return own
}
