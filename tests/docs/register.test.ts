import { expect, test } from "vitest"
import { dailyUpdate } from "../../lib/datasets/daily-update.ts"
import { HISTORY_WORDS, REGISTER_OBJECTS, REGISTER_WORDS } from "../kbo/register-words.ts"
import { sharedLab } from "../support/own-lab.ts"
import { blocks, named, section, table, textOf } from "./page.ts"

const PAGE = "docs/register.md"
const lab = sharedLab()

const told = (heading: string, first: string) =>
  Object.fromEntries(
    table(section(PAGE, heading), first).map((row) => [named(row[first])[0], row["what it is"]]),
  )

test("tells of every table and column what the database says of it", () => {
  for (const { name } of dailyUpdate.tables) {
    expect(told(name, "column")).toEqual(REGISTER_WORDS[name]?.columns)
    expect(section(PAGE, name)).toContain(REGISTER_WORDS[name]?.table)
  }
  expect(told("Every table with a history", "column")).toEqual(HISTORY_WORDS)
  expect(told("Of no single table", "object")).toEqual(REGISTER_OBJECTS)
})

test("has SQL that can be run", async () => {
  const statements = blocks(textOf(PAGE), "sql").flatMap((block) => block.split(/;\n/))
  const asked = table(section(PAGE, "Asking"), "ask").flatMap((row) => named(row.ask))
  const all = [...statements.filter((sql) => sql.trim() !== ""), ...asked.map((from) => `from ${from}`)]
  for (const sql of all) expect({ sql, rows: await lab.read(sql) }).toEqual({ sql, rows: [] })
})
