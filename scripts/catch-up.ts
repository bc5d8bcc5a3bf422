import { type Result, runCommand, UsageError } from "./command/run.ts"
import { runImport } from "./import/run.ts"

const HELP = `Brings the register up to date with the extracts in a folder: leaves out what is applied, imports the rest in the order of
their numbers, goes on from a later full extract where some are missing, and stops before a gap that none closes. Another
file of an applied extract is named and left out. It can be run by a timer, again and again.

Usage: npm run catch-up -- DIR [options]

  --server URL      the server to go through (default: the one running on SLUICE_DATABASE, if there is one)
  --notify ADDRESS  who gets a mail when an import is over
  --allow-gap, --allow-mass-close, --allow-extra-columns, --allow-version V
                    what a refusal has named, as of npm run import
  --errors-to FILE  save the rows that could not be used; of a second import FILE-2, and so on
  --json            print one object, { imports: […], not_tried, exit_code }, with a line for each extract
  --help            this text

Example:
  npm run catch-up -- data/extracts

Exit status: 0 the register has all that is there (also when there was nothing to do), 1 it did not work, 2 wrong use,
3 a gap, a refusal or a held import: a person must decide, 4 imported with row errors or failed batches, 130 paused`

await runCommand({
  name: "catch-up",
  help: HELP,
  options: {
    server: { type: "string" },
    notify: { type: "string" },
    "errors-to": { type: "string" },
    "allow-gap": { type: "boolean" },
    "allow-mass-close": { type: "boolean" },
    "allow-extra-columns": { type: "boolean" },
    "allow-version": { type: "string" },
  },
  takes: { least: 0, most: 1, what: "a folder" },
  async run(values, [folder]): Promise<Result> {
    if (folder === undefined)
      throw new UsageError("Name the folder that the extracts are in: npm run catch-up -- data/extracts.")
    return runImport({ ...values, dataset: "daily-update" }, [folder])
  },
})
