import { listDatasets } from "../datasets/index.ts"
import { type Connection, transaction } from "../db/connection.ts"
import { identifier, statement } from "../db/statement.ts"
import { stagingOf } from "../engine/batches/apply.ts"
import { tablesOfPeople } from "./people.ts"

const RECORDS = [
  "import_jobs",
  "import_job_batches",
  "import_job_files",
  "import_row_errors",
  "import_audit",
  "import_undo",
  "import_uploads",
]

/**
 * Writes what is kept of imports, and tables of people, anew: rows that were deleted, whenever that was, stay in the file beside the
 * others of their block. A table each transaction; safe to run again.
 */
export async function writeAnew(connection: Connection): Promise<void> {
  const staging = listDatasets().flatMap(({ tables }) => tables.map(stagingOf))
  const people = tablesOfPeople().map(({ name }) => name)
  for (const table of [...[...RECORDS, ...people].map(identifier), ...staging]) {
    const script = ["last_row", "write_anew", "delete_older"].map((name) =>
      statement(`forget/${name}`, { table }),
    )
    await transaction(connection, () => connection.run(script.join(";\n")))
  }
}
