import { countedText, plainName } from "../../words.ts"
/** What a check's statement tells, one row a finding. */
export interface FindingRow {
  job_id: string | null
  title: string | null
  /** The import's state; `unknown` when there is no such import. */
  status: string | null
  table_name: string | null
  operation: string | null
  count: number
  detail: string | null
}

/** Looks for one kind of fault by the statement sql/diagnose/CODE.sql. */
export interface Check {
  code: string
  /** Run once, for every staging table, for every target (temporal: only those with a history), or for what is embedded. */
  scope: "once" | "staging" | "target" | "temporal" | "embedded"
  /** One finding an import, over all tables; they are then its detail. */
  perJob?: true
  message(row: FindingRow): string
  advice(row: FindingRow): string
}

const rows = (count: number) => countedText(count, "row")
const batches = (count: number) => countedText(count, "batch", "batches")
const cleanUp = ({ job_id }: FindingRow) => `npm run cleanup -- ${job_id}`
const rollBack = ({ job_id }: FindingRow) => `npm run rollback -- ${job_id}`
const doNotGoOn = (row: FindingRow) =>
  `Do not go on with it: roll it back (${rollBack(row)}), which removes what it staged, and import the file again.`
const stateOf = ({ status }: FindingRow) => plainName(status ?? "")
const goOn = ({ job_id }: FindingRow) =>
  `Start the server, or go on with it yourself: npm run import -- ${job_id}`
const REPORT = "No command mends this. Keep a copy of the database and report it."

const UNDRIVEN: Record<string, string> = {
  finalizing: "Its batches are done; it only has to be closed.",
  rolling_back: "Its rollback was begun and not finished.",
}

/** Everything that is looked for, in the order in which it is told. */
export const CHECKS: readonly Check[] = [
  {
    code: "undriven_jobs",
    scope: "once",
    message: (row) => `It is ${stateOf(row)}, and since ${row.detail} nobody has driven it.`,
    advice: (row) =>
      row.status === "rolling_back"
        ? `${UNDRIVEN.rolling_back} Start the server, or: ${rollBack(row)}`
        : [UNDRIVEN[row.status ?? ""], goOn(row)].filter(Boolean).join(" "),
  },
  {
    code: "expired_claims",
    scope: "once",
    message: ({ count, detail }) => `${batches(count)} taken ${detail} and never finished.`,
    advice: (row) => `Nothing is lost: the next driver does them again. ${goOn(row)}`,
  },
  {
    code: "exhausted_batches",
    scope: "once",
    message: ({ count, detail }) =>
      `${batches(count)} failed as often as allowed: ${detail ?? "cut off each time"}`,
    advice: (row) =>
      `Mend the cause and give them another chance: npm run import -- ${row.job_id}; or undo it: ${rollBack(row)}`,
  },
  {
    code: "counts_differ",
    scope: "once",
    message: ({ detail }) => `The counts of its batches do not add up: ${detail}.`,
    advice: (row) =>
      `Roll it back (${rollBack(row)}), import it again, and keep the report of the first import.`,
  },
  {
    code: "target_differs",
    scope: "temporal",
    message: ({ status, detail }) =>
      status === "unknown"
        ? `Rows belong to an import there is no record of: ${detail}.`
        : `The target does not hold what its batches counted: ${detail}.`,
    advice: (row) =>
      row.status === "unknown"
        ? REPORT
        : row.status === "rolled_back"
          ? `It was rolled back and should have left nothing. ${REPORT}`
          : `Someone else may have changed the table. Roll the import back (${rollBack(row)}) and import it again.`,
  },
  {
    code: "repeated_identities",
    scope: "target",
    message: ({ count, detail }) => `${count} things are current more than once; ${detail}.`,
    advice: () => REPORT,
  },
  {
    code: "missing_embeddings",
    scope: "embedded",
    message: ({ count, detail }) => `${rows(count)} cannot be found by likeness: ${detail}.`,
    advice: () => "Try them again: npm run embed",
  },
  {
    code: "staging_differs",
    scope: "staging",
    message: ({ detail }) => `What it staged is not what is there: ${detail}.`,
    advice: doNotGoOn,
  },
  {
    code: "unplanned_rows",
    scope: "staging",
    message: ({ count, detail }) => `Staged and in no batch: ${rows(count)}; ${detail}.`,
    advice: doNotGoOn,
  },
  {
    code: "orphaned_staging",
    scope: "staging",
    perJob: true,
    message: (row) =>
      `Still staged although the import is ${stateOf(row)}: ${rows(row.count)} of ${row.detail}.`,
    advice: (row) => `They only take up room. Remove them: ${cleanUp(row)}`,
  },
  {
    code: "leftover_journal",
    scope: "once",
    message: (row) => `Left in the undo journal although the import is ${stateOf(row)}: ${rows(row.count)}.`,
    advice: (row) => `Nothing uses them any more. Remove them: ${cleanUp(row)}`,
  },
  {
    code: "orphaned_records",
    scope: "once",
    message: ({ count, detail }) => `Records of an import that does not exist: ${rows(count)} (${detail}).`,
    advice: (row) => `Nothing uses them any more. Remove them: ${cleanUp(row)}`,
  },
]
