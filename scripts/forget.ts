import { parsePhoneNumberFromString } from "libphonenumber-js/max"
import { readConfig } from "../lib/config.ts"
import { type Person, personOfAddress, personOfNumber } from "../lib/formats/person.ts"
import { forgetPerson } from "../lib/import/forgetting/forget.ts"
import { type Traces, tracesOf } from "../lib/import/forgetting/traces.ts"
import { confirmed } from "./command/confirm.ts"
import { openExisting, openQuietEffects, userName } from "./command/database.ts"
import { EXIT, type Result, runCommand, UsageError } from "./command/run.ts"
import { counted } from "./command/words.ts"

const HELP = `Takes a person out of what imports keep beside the data itself: rows that could not be used, what undoing needs, names
of files, options, warnings, errors and the audit log, and stored files that hold the person, which go whole. What is in
the tables stays: delete or change it there, before this. Counts stay, and the audit log says that a person was
forgotten, not whom. In the database's file nothing of it is left, nor of rows that were deleted or taken back.

Usage: npm run forget -- --email ADDRESS | --phone NUMBER [options]

  --email ADDRESS  whom to forget
  --phone NUMBER   whom to forget, with the country's code, or a Belgian number
  --yes            do not ask
  --json           print { row_errors, undo_records, results, mentions, files, unread, overwritten, forgotten }
  --help           this text

It opens the database itself (SLUICE_DATABASE), so a server that runs on it has to be stopped first.

Example:
  npm run forget -- --email an@example.com

Exit status: 0 forgotten, or nothing was there, 1 it did not work or was not wanted, 2 wrong use, 3 refused, or nobody was
there to confirm it`

interface Values {
  email?: string | undefined
  phone?: string | undefined
  yes?: boolean | undefined
}

function personOf({ email, phone }: Values): Person {
  if ((email === undefined) === (phone === undefined)) throw new UsageError("Name either --email or --phone.")
  if (email !== undefined) {
    if (!/^[^\s@]+@[^\s@]+$/.test(email.trim()))
      throw new UsageError(`${JSON.stringify(email)} is no address.`)
    return personOfAddress(email.trim().toLowerCase())
  }
  const number = parsePhoneNumberFromString(phone ?? "", "BE")
  if (!number?.isValid()) throw new UsageError(`${JSON.stringify(phone)} is no phone number.`)
  return personOfNumber(number.countryCallingCode, number.nationalNumber)
}

async function run(values: Values): Promise<Result> {
  const person = personOf(values)
  const config = readConfig()
  const db = await openExisting(config)
  try {
    const effects = await openQuietEffects(config)
    const traces = await tracesOf(person, effects)
    const asking = !isEmpty(traces) && !values.yes
    for (const line of linesOf(traces)) process.stderr.write(`${line}\n`)
    if (asking && !(await confirmed("Remove all of it?"))) return resultOf(traces, "Nothing was done.", false)
    const forgotten = await forgetPerson({ person, actor: userName() }, effects)
    if (!forgotten.overwritten) return resultOf(forgotten, NOT_OVERWRITTEN, false)
    const told = isEmpty(traces) ? "Nothing is kept of this person beside the tables." : "Removed."
    return resultOf(forgotten, told, true)
  } finally {
    db.close()
  }
}

const isEmpty = ({ unread: _unread, ...traces }: Traces) =>
  Object.values(traces).every((found) => found.length === 0)

const NOT_OVERWRITTEN =
  "It is removed, but the database's file still has room that could not be written over, where it may be read. Run this again."

function linesOf({ row_errors, undo_records, results, mentions, files, unread }: Traces): string[] {
  return [
    ...row_errors.map(
      ({ title, job_id, rows }) => `${title} (${job_id}): ${counted(rows, "row error")}, which stay counted.`,
    ),
    ...undo_records.map(
      ({ title, job_id, rows }) =>
        `${title} (${job_id}): ${counted(rows, "undo record")}; when it is taken back, those rows stay as they are.`,
    ),
    ...results.map(({ title, job_id }) => `${title} (${job_id}): what its dry run showed.`),
    ...mentions.map(
      ({ title, job_id, rows }) =>
        `${title}${job_id === null ? "" : ` (${job_id})`}: named ${rows === 1 ? "once" : `${rows} times`}, in names of files, options, messages or the audit log.`,
    ),
    ...files.map((filename) => `The stored file ${filename}.`),
    ...unread.map((filename) => `The stored file ${filename} could not be looked into; it stays.`),
  ]
}

function resultOf(traces: Traces, line: string, forgotten: boolean): Result {
  return { exit: forgotten ? EXIT.done : EXIT.failed, lines: [line], json: { ...traces, forgotten } }
}

await runCommand({
  name: "forget",
  help: HELP,
  options: { email: { type: "string" }, phone: { type: "string" }, yes: { type: "boolean" } } as const,
  run,
})
