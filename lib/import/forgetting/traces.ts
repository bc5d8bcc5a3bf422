import { listDatasets } from "../../datasets/index.ts"
import type { Connection } from "../../db/connection.ts"
import {
  columnList,
  expression,
  Fragment,
  identifier,
  type Slots,
  statement,
  textLiteral,
  unionOf,
} from "../../db/statement.ts"
import type { Effects } from "../../effects.ts"
import { isProblem, problem } from "../../errors.ts"
import type { Person } from "../../formats/person.ts"
import { personIn } from "../../formats/person-file.ts"
import { stagingOf } from "../../reading/staged-rows.ts"
import { namesText } from "../../words.ts"
import type { Upload } from "../uploads/upload-rows.ts"
import { type Held, mentionsOf } from "./mentions.ts"
import { addressesOf, tablesOfPeople } from "./people.ts"

/** What there is of a person beside the targets. */
export interface Traces {
  /** Rows that could not be used: they stay as numbers. */
  row_errors: Held[]
  /** Without them these imports' rows of the person stay as they are when the imports are taken back. */
  undo_records: Held[]
  /** Imports whose dry run showed rows of the person: what it showed goes. */
  results: Held[]
  /** Imports that name the person beside their rows, and how often: the person is taken out, and the rest stays. */
  mentions: Held[]
  /** Stored files that hold the person, and go. */
  files: string[]
  /** Stored files of which it could not be told. */
  unread: string[]
}

const TEXTS = {
  row_errors: `concat_ws('"', e.record::varchar, e.value, e.message, e.draft::varchar)`,
  settled: `concat_ws('"', e.record::varchar, e.value, e.message, e.mended::varchar)`,
  undo_records: `concat_ws('"', u.row_key, u."before"::varchar, u."after"::varchar)`,
  results: "j.result::varchar",
  staged: "to_json(s)::varchar",
}

const names = (text: string) => expression("pieces/names_person", { text: new Fragment(text) })

/** What narrows a statement to the rows that hold the person. */
export const SLOTS = {
  row_errors: { person: names(TEXTS.row_errors) },
  settled: { person: names(TEXTS.settled) },
  results: { person: names(TEXTS.results) },
  staged: { person: names(TEXTS.staged) },
}

/** Records that hold the person, and those of rows that are the person by now. */
export function undoSlots(): Slots {
  const person = names(TEXTS.undo_records)
  const known = tablesOfPeople().flatMap((table) => {
    const addresses = addressesOf(table).map(({ name }) => name)
    const now = names(`concat_ws('"', ${columnList(addresses, "t").sql})`)
    return [
      expression("forget/known_as", { target: identifier(table.name), person: now }),
      expression("forget/recorded_as", { name: textLiteral(table.name), person }),
    ]
  })
  // What a record tells of a row that was added is its id alone.
  return {
    person: new Fragment(
      `(${person.sql}) or (u."before" is not null and u.row_key in (${unionOf(known).sql}))`,
    ),
  }
}

/**
 * What there is of a person in row errors, undo records, stored files, and what else is kept of imports. Throws Problem 409
 * `still_staged` while an import holds rows of the person that are yet to be applied.
 */
export async function tracesOf(person: Person, { db, store }: Effects): Promise<Traces> {
  return db.use(async (connection) => {
    const look = (name: string, slots: Slots) =>
      connection.rows<Held>(statement(`forget/${name}`, slots), { ...person })
    for (const { tables } of listDatasets()) {
      for (const table of tables) {
        const slots = { ...SLOTS.staged, staging: stagingOf(table) }
        assertNone(await look("staged", slots), "Rows of this person are staged by")
      }
    }
    const { files: found, unread } = await filesWith(person, store)
    const uploads = await uploadsOf(connection, person)
    const files = [...new Set([...found, ...uploads.map(({ filename }) => filename)])]
    const needed = await connection.rows<Held>(statement("forget/open_sources"), {
      files: JSON.stringify(files),
    })
    assertNone(needed, "A stored file that holds this person is still read by")
    return {
      row_errors: await look("row_errors", SLOTS.row_errors),
      undo_records: await look("undo_records", undoSlots()),
      results: await look("results", SLOTS.results),
      mentions: await mentionsOf(connection, person),
      files,
      unread,
    }
  })
}

/** Uploads that are called after a person. */
export function uploadsOf(connection: Connection, person: Person): Promise<Upload[]> {
  const text = names(`concat_ws('"', u.original_name, u.filename)`)
  return connection.rows<Upload>(statement("forget/uploads", { person: text }), { ...person })
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
