import type { Dataset, Table } from "../../datasets/declaration.ts"
import { listDatasets } from "../../datasets/index.ts"
import { type Connection, transaction } from "../../db/connection.ts"
import { identifier, statement, textLiteral } from "../../db/statement.ts"
import { stagingOf } from "../../reading/staged-rows.ts"

const RECORDS = [
  "import_jobs",
  "import_job_batches",
  "import_job_files",
  "import_row_errors",
  "import_settled_rows",
  "import_audit",
  "import_undo",
  "import_uploads",
  "outbox",
  "feed",
  "feed_run",
]

/**
 * Writes what is kept of imports, and the targets, anew: what a row held that was deleted or changed, whenever that was, stays in
 * the file beside the others of its block. A table each transaction; safe to run again.
 */
export async function writeAnew(connection: Connection): Promise<void> {
  const staging = listDatasets().flatMap(({ tables }) => tables.map(stagingOf))
  const targets = await targetsOf(connection)
  for (const table of [...[...RECORDS, ...targets].map(identifier), ...staging]) {
    const script = ["last_row", "write_anew", "delete_older"].map((name) =>
      statement(`forget/${name}`, { table }),
    )
    await transaction(connection, () => connection.run(script.join(";\n")))
  }
}

/** Targets with something of earlier rows in the file. A history is large, and only undoing removes rows of it. */
async function targetsOf(connection: Connection): Promise<string[]> {
  const names: string[] = []
  for (const dataset of listDatasets()) {
    for (const table of dataset.tables) {
      if (isChanged(dataset, table) || (await hasDeleted(connection, table))) names.push(table.name)
      names.push(...(table.parts ?? []).map((part) => part.table))
    }
  }
  return names
}

const isChanged = ({ afterSteps }: Dataset, { name, policy }: Table) =>
  policy !== "temporal" || afterSteps.some((step) => step.table === name)

async function hasDeleted(connection: Connection, { name }: Table): Promise<boolean> {
  const sql = statement("forget/deleted_rows", { table: identifier(name), name: textLiteral(name) })
  const [found] = await connection.rows<{ any_left: boolean }>(sql)
  return found?.any_left ?? true
}
