import { DataFormat, endpoints } from "../lib/contract/index.ts"
import { oneOf } from "./command/arguments.ts"
import { atWork } from "./command/at-work.ts"
import { assertDatabaseThere } from "./command/database.ts"
import { EXIT, runCommand } from "./command/run.ts"
import { saveFile } from "./command/save.ts"
import { megabytes } from "./command/words.ts"

const FORMATS = DataFormat.exclude(["json"]).options
const HELP = `Saves the rows of a table in a file, while the server and imports go on; any number of them.

Usage: npm run export -- TABLE [options]

  --format F    parquet (default) or csv
  --at n        as the register was at extract n, or on a day such as 2025-01-31
  --out FILE    where to (default TABLE.parquet or TABLE.csv in this folder)
  --server URL  the server to go through (default: the one running on SLUICE_DATABASE, if there is one)
  --json        print { file, bytes }
  --help        this text

Examples:
  npm run export -- enterprises --format parquet
  npm run export -- addresses --at 2025-01-31 --format csv --out then.csv

Exit status: 0 saved, 1 it did not work, 2 wrong use`

await runCommand({
  name: "export",
  help: HELP,
  options: {
    format: { type: "string", default: "parquet" },
    at: { type: "string" },
    out: { type: "string" },
    server: { type: "string" },
  },
  takes: { least: 1, most: 1, what: "the table" },
  async run({ server, at, out, ...values }, [table = ""]) {
    const format = oneOf("format", values.format, FORMATS) ?? "parquet"
    assertDatabaseThere(server)
    return atWork(server, async ({ api, view, interrupt: { signal } }) => {
      const file = out ?? `${table}.${format}`
      const response = await api.file(endpoints.data, { params: { table }, query: { at, format } })
      const bytes = await saveFile(response, file, { view, signal })
      return { exit: EXIT.done, lines: [`${file}: ${megabytes(bytes)}.`], json: { file, bytes } }
    })
  },
})
