import { beforeAll, describe, expect, test } from "vitest"
import { dailyUpdate } from "../../lib/datasets/daily-update.ts"
import { readData } from "../../lib/import/rows/read-data.ts"
import { actor, importExtract } from "../support/drive.ts"
import { enterprise, handmade, line, upTo } from "../support/handmade.ts"
import { sharedLab } from "../support/own-lab.ts"
import { HISTORIES } from "../support/then.ts"
import { functionWords, HISTORY_WORDS, REGISTER_OBJECTS, REGISTER_WORDS } from "./register-words.ts"

const ONE = enterprise(1)
const lab = sharedLab()

/** Of the first day of a month on, so that an extract's day says its number. */
beforeAll(async () => {
  const lines = {
    enterprise: upTo(3).map((n) => line.enterprise(n)),
    denomination: [line.name(1, "First"), line.name(2, "Other")],
  }
  await importExtract(lab, await handmade({ number: 1, type: "full", lines }))
  const update = (number: number, changed: Record<string, string[]>) =>
    handmade({ number, type: "update", lines: changed })
  const renamed = { denomination_delete: [line.key(1)], denomination_insert: [line.name(1, "Second")] }
  await importExtract(lab, await update(2, renamed))
  // Everything of the first enterprise is closed and opened again as it is.
  const same = {
    enterprise_delete: [line.key(1)],
    enterprise_insert: [line.enterprise(1)],
    denomination_delete: [line.key(1)],
    denomination_insert: [line.name(1, "Second")],
  }
  await importExtract(lab, await update(3, same))
  const changed = { enterprise_delete: [1, 3].map(line.key), enterprise_insert: [line.enterprise(1, "012")] }
  await importExtract(lab, await update(4, changed))
})

describe("what was true then", () => {
  test("has the names of then, without a row of its own for a name that changed", async () => {
    const names = async (at: string) =>
      (
        await lab.read(`select primary_name as name from enterprise_at(${at}) where entity_number = '${ONE}'`)
      )[0]?.name
    expect(await names("1")).toBe("First")
    expect(await names("2")).toBe("Second")
    const [day] = await lab.read(
      "select snapshot_date::varchar as day from register_extract where extract_number = 1",
    )
    expect(await names(`date '${day?.day}'`)).toBe("First")
    expect(await lab.read(`select count(*) as n from enterprise where entity_number = '${ONE}'`)).toEqual([
      { n: 3 },
    ])
    await expect(lab.read("from enterprise_at('once')")).rejects.toThrow(/by its number or by a day/)
  })

  test("is what rows are read as over HTTP", async () => {
    const read = async (more: object) => {
      const asked = {
        table: "enterprises",
        at: "1",
        actor,
        columns: ["primary_name", "primary_name_language"],
      }
      const { rows, next_cursor: cursor } = await readData({ ...asked, ...more }, lab.effects)
      return { names: rows.map((row) => row.primary_name), cursor }
    }
    expect((await read({ search: "first" })).names).toEqual(["First"])
    expect((await read({ search: "second" })).names).toEqual([])
    expect((await read({ sort: "-primary_name" })).names).toEqual(["Other", "First", enterprise(3)])
    const first = await read({ limit: 2 })
    expect(first.names).toEqual(["First", "Other"])
    expect((await read({ limit: 2, cursor: first.cursor })).names).toEqual([enterprise(3)])
  })
})

test("what was closed and opened again as it was is no change, and one version", async () => {
  expect(await lab.read("from enterprise_changes(3) union all from enterprise_changes(2)")).toEqual([])
  expect(await lab.read("from enterprise_changes(4) order by change")).toEqual([
    {
      entity_number: ONE,
      change: "changed",
      column_name: "juridical_situation",
      before: "000",
      after: "012",
    },
    { entity_number: enterprise(3), change: "closed", column_name: null, before: null, after: null },
  ])
  const versions = await lab.read(
    `select juridical_situation as s, from_extract as f, to_extract as t, valid_to - valid_from as days
     from enterprise_history where entity_number = '${ONE}' order by f`,
  )
  expect(versions).toMatchObject([
    { s: "000", f: 1, t: 4 },
    { s: "012", f: 4, t: null, days: null },
  ])
})

test.each(["20250201", "140.5", "-1", "'140th'"])(
  "%s is no extract, and refused in a sentence",
  async (moment) => {
    await expect(lab.read(`from enterprise_at(${moment})`)).rejects.toThrow(/by its number or by a day/)
  },
)

test("a whole number is an extract, however it is written", async () => {
  const [row] = await lab.read(
    "select extract_of(4) as a, extract_of('4') as b, extract_of(4.0) as c, extract_of(4::bigint) as d",
  )
  expect(row).toEqual({ a: 4, b: 4, c: 4, d: 4 })
})

test("every table, column, view and function of the register says in the database what it is", async () => {
  const found = await lab.read(
    `select table_name as name, comment from duckdb_tables() union all select view_name, comment from duckdb_views() union all
     select table_name || '.' || column_name, comment from duckdb_columns() union all
     select function_name, comment from duckdb_functions() where not internal`,
  )
  const comments = new Map(found.map(({ name, comment }) => [String(name), comment]))
  const columns = (table: string, words: Readonly<Record<string, string>>) =>
    Object.entries(words).map(([name, text]): [string, string] => [`${table}.${name}`, text])
  const told: [string, string][] = [
    ...Object.entries(REGISTER_WORDS).flatMap(([name, words]) => [
      [name, words.table] as [string, string],
      ...columns(name, words.columns),
    ]),
    ...HISTORIES.flatMap(({ name }) => [
      ...columns(name, HISTORY_WORDS),
      ...Object.entries(functionWords(name)),
    ]),
    ...Object.entries(REGISTER_OBJECTS),
  ]
  expect(told.filter(([name, text]) => comments.get(name) !== text)).toEqual([])
  const inTables = found.filter(({ name }) =>
    dailyUpdate.tables.some((table) => String(name).startsWith(`${table.name}.`)),
  )
  expect(inTables.filter(({ comment }) => comment === null)).toEqual([])
})
