import { runCommand } from "./command/run.ts"
import { HELP, OPTIONS } from "./import/options.ts"
import { runImport } from "./import/run.ts"

await runCommand({
  name: "import",
  help: HELP,
  options: OPTIONS,
  takes: { least: 1, most: Number.POSITIVE_INFINITY, what: "at least one file, folder, URL or import" },
  run: runImport,
})
