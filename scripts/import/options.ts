import type { ValuesOf } from "../command/run.ts"

export const HELP = `Imports files, folders of files, or URLs, one after the other, each from reading it to closing the import. Several
documents are one import. Extracts of the register come in the order of their numbers, without those that are applied;
where some are missing it goes on from a later full extract, or stops before the gap. When a server runs on the database,
or is named, it does the work; else this command does, on the database itself.

Usage: npm run import -- FILE|DIR|URL|JOB_ID… [options]

  --dataset NAME       what the files are: daily-update (default), taxonomy, contacts, documents or qa-pairs;
                       an import that is named by its JOB_ID knows its own
  --server URL         the server to go through (default: the one running on SLUICE_DATABASE, if there is one)
  --batch-size n       rows a batch; left out, it is the dataset's, for extracts by the size of each table
  --duplicates HOW     skip, update or merge, where the dataset leaves a choice
  --on-row-errors HOW  what becomes of an import with bad rows: skip (default) leaves them out and lists them, hold
                       waits for a person before anything is written, refuse imports nothing
  --max-row-errors n   hold when more rows than that are bad: a number, or a share of all rows like 5%
  --refuse-errors      the old name of --on-row-errors refuse
  --start              let an import go that is held, with the rows that can be used; with its JOB_ID
  --max-retries n      attempts a batch has before it counts as failed, 1 to 10 (default 3)
  --allow-gap          apply an update although extracts before it were never imported
  --allow-mass-close   apply an extract although tables would lose many of their current rows, or all; for admins
  --allow-extra-columns  leave out columns of an extract that nobody knows
  --allow-version V    read an extract of that version like one of the version that is known
  --dry-run            find out what would change, show some of it, and change nothing; of several extracts the first
  --apply              make a finished dry run real, on the rows it has staged; with its JOB_ID
  --background         send the file, and let the server do the import by itself; this command ends at once; of several
                       extracts the first
  --accept-failed      close an import over batches that failed, as imported in part
  --notify ADDRESS     who gets a mail when the import is over
  --webhook URL        what gets a signed POST when the import is over, fails or waits for a person
  --ping URL           what is asked for after a success
  --hold-mass-close    have an extract that would close many current rows wait for a person instead of refusing it
  --project ID         the project the rows belong to, where a dataset has projects

How a file of rows is read (what is left out is detected):
  --preview            show the dialect, the columns and the first rows, and import nothing
  --map HEADER=COLUMN  which column a header is for; more than once; nothing behind the = leaves it out
  --constant COL=VALUE what every row says in a column that the file leaves empty; more than once
  --delimiter WHICH    comma, semicolon, tab, pipe, space, or any one character
  --encoding NAME      utf-8, windows-1252, cp850, macintosh, shift_jis and others, by any of their usual names
  --header-row N       the line with the names of the columns, or none
  --sheet NAME         the sheet of a workbook (default: the first with rows)
  --entry NAME         the file of a ZIP that has several
  --comment TEXT       lines that begin with it are no rows
  --country CC         of phone numbers without a country code, two letters (default BE)

  --entry-encoding NAME  documents: what names in a ZIP are in that do not say it, such as shift_jis (default: detected)
  --metadata FILE      documents: a CSV, Excel or JSON file that tells author, tags and so on by file name
  --errors-to FILE     save the rows that could not be used, ready to be mended and imported again; when there are
                       none, an older list there is removed; of a second import FILE-2, and so on
  --json               print one object, { imports: […], not_tried, exit_code }, with a line for each file or extract, and
                       nothing else on stdout
  --help               this text

Ctrl-C pauses the import once the batch under way is done; a second Ctrl-C leaves at once. The same file, or the
JOB_ID of the import, goes on where it stopped; the JOB_ID also gives failed batches another chance. A server
with keys wants one in SLUICE_API_KEY.

Examples:
  npm run import -- data/files/KboOpenData_0140_2025_10_05_Full.zip
  npm run import -- data/extracts --json > result.json
  npm run import -- https://example.org/extract.zip --server https://sluice.example.org
  npm run import -- people.csv --dataset contacts --duplicates merge --map "E-mail=email" --errors-to bad.csv
  npm run import -- handbook.pdf rules.docx --dataset documents --metadata metadata.csv
  npm run import -- 0198c0de-0000-7000-8000-000000000001 --apply
  npm run import -- people.csv --dataset contacts --max-row-errors 5%

Exit status: 0 all is imported (also when it was before), 1 it did not work, 2 wrong use, 3 refused because of what was
imported before, or held: a person must decide, 4 imported with row errors or failed batches, 130 paused`

export const OPTIONS = {
  dataset: { type: "string" },
  server: { type: "string" },
  "batch-size": { type: "string" },
  duplicates: { type: "string" },
  "on-row-errors": { type: "string" },
  "max-row-errors": { type: "string" },
  "refuse-errors": { type: "boolean" },
  start: { type: "boolean" },
  "max-retries": { type: "string" },
  "allow-gap": { type: "boolean" },
  "allow-mass-close": { type: "boolean" },
  "allow-extra-columns": { type: "boolean" },
  "allow-version": { type: "string" },
  "dry-run": { type: "boolean" },
  apply: { type: "boolean" },
  background: { type: "boolean" },
  "accept-failed": { type: "boolean" },
  notify: { type: "string" },
  webhook: { type: "string" },
  ping: { type: "string" },
  "hold-mass-close": { type: "boolean" },
  project: { type: "string" },
  preview: { type: "boolean" },
  map: { type: "string", multiple: true },
  delimiter: { type: "string" },
  encoding: { type: "string" },
  "header-row": { type: "string" },
  sheet: { type: "string" },
  entry: { type: "string" },
  "entry-encoding": { type: "string" },
  comment: { type: "string" },
  constant: { type: "string", multiple: true },
  country: { type: "string" },
  metadata: { type: "string" },
  "errors-to": { type: "string" },
} as const

/** The options of the command line as they were given. */
export type Values = ValuesOf<typeof OPTIONS>
