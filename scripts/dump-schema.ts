import { writeFileSync } from "node:fs"
import { join, relative } from "node:path"
import { EXIT, runCommand } from "./command/run.ts"
import { ROOT } from "./root.mjs"
import { freshSchemaText } from "./schema/text.ts"

const PATH = join(ROOT, "sql", "schema.sql")

const HELP = `Writes sql/schema.sql: the tables, views and macros of a freshly migrated database, to be read and
reviewed. No database is touched. A test tells when the file is stale.

Usage: npm run schema:dump -- [options]

  --json    print { file, lines }
  --help    this text

Example:
  npm run schema:dump && git diff sql/schema.sql

Exit status: 0 written, 1 it did not work, 2 wrong use`

await runCommand({
  name: "schema:dump",
  help: HELP,
  options: {},
  async run() {
    const text = await freshSchemaText()
    writeFileSync(PATH, text)
    const file = relative(process.cwd(), PATH)
    return {
      exit: EXIT.done,
      lines: [`Wrote ${file}.`],
      json: { file, lines: text.split("\n").length - 1 },
    }
  },
})
