import { nowOf } from "../clock.ts"
import { listDatasets } from "../datasets/index.ts"
import { type Connection, transaction } from "../db/connection.ts"
import { expression, Fragment, type Slots, statement } from "../db/statement.ts"
import type { Effects } from "../effects.ts"
import { stagingOf } from "../engine/batches/apply.ts"
import { recordAudit } from "../engine/jobs/jobs.ts"
import { problem } from "../errors.ts"
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
  /** Stored files that hold the person, and go. */
  files: string[]
}

const TEXTS = {
  row_errors: `concat_ws('"', e.record::varchar, e.value, e.message)`,
  undo_records: `concat_ws('"', u.row_key, u."before"::varchar, u."after"::varchar)`,
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
        assertNoneStaged(await look("staged", slots))
      }
    }
    const files: string[] = []
    for (const { filename } of await store.list()) {
      const { locator } = await store.resolve(filename)
      if (await personIn(locator, person)) files.push(filename)
    }
    return {
      row_errors: await look("row_errors", personSlot("row_errors")),
      undo_records: await look("undo_records", personSlot("undo_records")),
      files,
    }
  })
}

function assertNoneStaged(held: readonly Held[]): void {
  if (held.length === 0) return
  const named = namesText(held.map(({ title, job_id }) => `${title} (${job_id})`))
  const detail = `Rows of this person are staged by ${named}. Finish or cancel it; what a cancelled one left is removed by npm run cleanup.`
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
  for (const filename of traces.files) await effects.store.remove(filename)
  await effects.db.use(async (connection) => {
    await transaction(connection, () => emptyRows(connection, person, traces, actor, effects))
    await overwriteFreed(connection, effects, async () => {
      await connection.run(`${statement("forget/delete_errors")};\n${statement("forget/delete_undo")}`)
    })
  })
  return traces
}

async function emptyRows(
  connection: Connection,
  person: Person,
  { row_errors, undo_records }: Traces,
  actor: string,
  effects: Effects,
): Promise<void> {
  const values = { ...person }
  await connection.run(statement("forget/count_errors", personSlot("row_errors")), values)
  await connection.run(statement("forget/empty_errors", personSlot("row_errors")), values)
  await connection.run(statement("forget/empty_undo", personSlot("undo_records")), values)
  const lines = [
    ...row_errors.map((held) => ({ held, what: countedText(held.rows, "row error") })),
    ...undo_records.map((held) => ({ held, what: countedText(held.rows, "undo record") })),
  ]
  for (const { held, what } of lines) {
    const line = { job_id: held.job_id, now: nowOf(effects), actor, event: "person.forgotten" }
    await recordAudit(connection, { ...line, detail: `${what} of a person removed` })
  }
}
