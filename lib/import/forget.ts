import { nowOf } from "../clock.ts"
import { listDatasets } from "../datasets/index.ts"
import { type Connection, transaction } from "../db/connection.ts"
import { expression, Fragment, type Slots, statement } from "../db/statement.ts"
import type { Effects } from "../effects.ts"
import { stagingOf } from "../engine/batches/apply.ts"
import { recordAudit } from "../engine/jobs/jobs.ts"
import { isProblem, problem } from "../errors.ts"
import { type Person, personIn } from "../formats/person.ts"
import { countedText, namesText } from "../words.ts"
import { overwriteFreed } from "./overwrite-freed.ts"

/** Rows of an import that hold a person. */
interface Held {
  job_id: string
  title: string
  rows: number
}

/** What there is of a person beside the targets. */
export interface Traces {
  /** Rows that could not be used: they stay as numbers. */
  row_errors: Held[]
  /** Without them these imports' rows of the person stay as they are when the imports are taken back. */
  undo_records: Held[]
  /** Imports whose dry run showed rows of the person: what it showed goes. */
  results: Held[]
  /** Stored files that hold the person, and go. */
  files: string[]
  /** Stored files of which it could not be told. */
  unread: string[]
}

const TEXTS = {
  row_errors: `concat_ws('"', e.record::varchar, e.value, e.message)`,
  undo_records: `concat_ws('"', u.row_key, u."before"::varchar, u."after"::varchar)`,
  results: "j.result::varchar",
  staged: "to_json(s)::varchar",
}

const personSlot = (of: keyof typeof TEXTS): Slots => ({
  person: expression("pieces/names_person", { text: new Fragment(TEXTS[of]) }),
})

/**
 * What there is of a person in row errors, undo records and stored files. Throws Problem 409 `still_staged` while an import holds
 * rows of the person that are yet to be applied.
 */
export async function tracesOf(person: Person, { db, store }: Effects): Promise<Traces> {
  return db.use(async (connection) => {
    const look = (name: string, slots: Slots) =>
      connection.rows<Held>(statement(`forget/${name}`, slots), { ...person })
    for (const { tables } of listDatasets()) {
      for (const table of tables) {
        const slots = { ...personSlot("staged"), staging: stagingOf(table) }
        assertNone(await look("staged", slots), "Rows of this person are staged by")
      }
    }
    const { files, unread } = await filesWith(person, store)
    const needed = await connection.rows<Held>(statement("forget/open_sources"), {
      files: JSON.stringify(files),
    })
    assertNone(needed, "A stored file that holds this person is still read by")
    return {
      row_errors: await look("row_errors", personSlot("row_errors")),
      undo_records: await look("undo_records", personSlot("undo_records")),
      results: await look("results", personSlot("results")),
      files,
      unread,
    }
  })
}

async function filesWith(person: Person, store: Effects["store"]): Promise<Pick<Traces, "files" | "unread">> {
  const files: string[] = []
  const unread: string[] = []
  for (const { filename } of await store.list()) {
    const { locator } = await store.resolve(filename)
    const found = await personIn(locator, person).catch((error: unknown) => {
      if (isProblem(error) && error.status === 422) return null
      throw error
    })
    if (found === null) unread.push(filename)
    if (found) files.push(filename)
  }
  return { files, unread }
}

function assertNone(held: readonly Held[], what: string): void {
  if (held.length === 0) return
  const named = namesText(held.map(({ title, job_id }) => `${title} (${job_id})`))
  const detail = `${what} ${named}. Finish or cancel it; what a cancelled one or a dry run left is removed by npm run cleanup.`
  throw problem(409, "still_staged", detail, { job_id: held[0]?.job_id ?? "" })
}

/**
 * Takes a person out of row errors, undo records and stored files, and out of what the database's own file still held of them; what
 * is in the targets stays. Numbers stay, and the audit log of each import says so without saying whom. Safe to run again. Throws as
 * `tracesOf` does.
 */
export async function forgetPerson(
  { person, actor }: { person: Person; actor: string },
  effects: Effects,
): Promise<Traces> {
  const traces = await tracesOf(person, effects)
  await effects.db.use(async (connection) => {
    await transaction(connection, () => emptyRows(connection, person, traces, actor, effects))
    for (const filename of traces.files) await effects.store.remove(filename)
    // Also where nothing was found: an earlier call may have ended before this.
    await overwriteFreed(connection, effects, async () => {
      await connection.run(`${statement("forget/delete_errors")};\n${statement("forget/delete_undo")}`)
    })
  })
  return traces
}

async function emptyRows(
  connection: Connection,
  person: Person,
  { row_errors, undo_records, results, files }: Traces,
  actor: string,
  effects: Effects,
): Promise<void> {
  const values = { ...person }
  await connection.run(statement("forget/count_errors", personSlot("row_errors")), values)
  await connection.run(statement("forget/empty_errors", personSlot("row_errors")), values)
  await connection.run(statement("forget/empty_undo", personSlot("undo_records")), values)
  await connection.run(statement("forget/empty_results", personSlot("results")), values)
  const lines = [
    ...row_errors.map((held) => ({ held, what: countedText(held.rows, "row error") })),
    ...undo_records.map((held) => ({ held, what: countedText(held.rows, "undo record") })),
    ...results.map((held) => ({ held, what: "what a dry run showed" })),
    ...(files.length > 0 ? [{ held: { job_id: null }, what: countedText(files.length, "stored file") }] : []),
  ]
  for (const { held, what } of lines) {
    const line = { job_id: held.job_id, now: nowOf(effects), actor, event: "person.forgotten" }
    await recordAudit(connection, { ...line, detail: `${what} of a person removed` })
  }
}
