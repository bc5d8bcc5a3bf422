import { endpoints } from "../lib/contract/index.ts"
import { holdingsOf } from "../lib/db/copy.ts"
import { atWork } from "./command/at-work.ts"
import { assertDatabaseThere } from "./command/database.ts"
import { EXIT, runCommand } from "./command/run.ts"
import { saveFile } from "./command/save.ts"
import { counted, megabytes } from "./command/words.ts"

const HELP = `Saves a copy of the whole database as it is now, while the server and imports go on. The copy is opened to see that it
can be, before it takes its name, and is for you alone to read; restore it by npm run restore. It needs as much room beside the database meanwhile.

Usage: npm run backup -- FILE [options]

  --server URL  the server to go through (default: the one running on SLUICE_DATABASE, if there is one)
  --json        print { file, bytes, schema_version, imports, extract_number }
  --help        this text

A server wants the key of an admin in SLUICE_API_KEY. A database at MotherDuck is backed up by MotherDuck.

Example:
  npm run backup -- /backups/sluice-$(date +%F).duckdb

Exit status: 0 saved, 1 it did not work, 2 wrong use, 3 another backup is being made`

await runCommand({
  name: "backup",
  help: HELP,
  options: { server: { type: "string" } },
  takes: { least: 1, most: 1, what: "the file to save it in" },
  async run({ server }, [file = ""]) {
    assertDatabaseThere(server)
    return atWork(server, async ({ api, view, interrupt: { signal } }) => {
      const response = await api.file(endpoints.backup)
      const bytes = await saveFile(response, file, { view, signal, check: holdingsOf, mode: 0o600 })
      const holdings = await holdingsOf(file)
      const { imports, extract_number: newest } = holdings
      const register = newest === null ? "" : `, the register at extract ${newest}`
      const line = `${file}: ${megabytes(bytes)}, ${counted(imports, "import")}${register}.`
      return { exit: EXIT.done, lines: [line], json: { file, bytes, ...holdings } }
    })
  },
})
