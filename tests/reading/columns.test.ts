import { describe, expect, test } from "vitest"
import { dailyUpdate } from "../../lib/datasets/daily-update.ts"
import { tableOf } from "../../lib/datasets/questions.ts"
import { faultSlots, keyColumn, stagingSlots } from "../../lib/reading/columns.ts"
import { columnsOf } from "../../lib/reading/extract-columns.ts"

const contact = tableOf(dailyUpdate, "contact")
const names = (header: string[], operation: "delete" | "insert" = "insert") =>
  columnsOf(contact, operation, "contact.csv", header).map((column) => column.name)

const refused = (header: string[], operation: "delete" | "insert" = "insert") => {
  try {
    names(header, operation)
  } catch (error) {
    return error
  }
}

describe("the columns of a file", () => {
  test("follow its header, in whatever order that is", () => {
    expect(names(["Value", "ContactType", "EntityNumber", "EntityContact"])).toEqual([
      "value",
      "contact_type",
      "entity_number",
      "entity_contact",
    ])
    expect(names(["EntityNumber"], "delete")).toEqual(["entity_number"])
  })

  test("are refused when one is unknown, missing or there twice, naming file and column", () => {
    const all = ["EntityNumber", "EntityContact", "ContactType", "Value"]
    const expected = (code: string, column: string) => ({
      status: 422,
      code,
      detail: expect.stringMatching(new RegExp(`^contact\\.csv .*${column}`)),
    })
    expect(refused([...all, "Mood"])).toMatchObject(expected("column_unknown", "Mood"))
    expect(refused([...all, "value"])).toMatchObject(expected("column_unknown", "value"))
    expect(refused(all.slice(0, 3))).toMatchObject(expected("column_missing", "Value"))
    expect(refused([...all, "Value"])).toMatchObject(expected("column_repeated", "Value"))
    expect(refused(["EntityNumber", "Value"], "delete")).toMatchObject(expected("column_unknown", "Value"))
    expect(refused([])).toMatchObject(expected("column_missing", "EntityNumber"))
    expect(refused([...all, "__proto__"])).toMatchObject(expected("column_unknown", "__proto__"))
  })

  test("give every table but the code list the key that batches look rows up by", () => {
    for (const table of dailyUpdate.tables) {
      expect(keyColumn(table)?.source).toBe(table.name === "code" ? undefined : table.columns[0]?.source)
    }
  })

  test("never reach a statement but as quoted names", () => {
    const columns = contact.columns.map((column) => ({
      ...column,
      source: `x"; drop table '${column.source}`,
    }))
    const slots = { ...stagingSlots(contact, columns), ...faultSlots(columns) }
    for (const { sql } of Object.values(slots)) {
      const unquoted = sql.replaceAll(/"(?:[^"]|"")*"|'(?:[^']|'')*'/g, "")
      expect(unquoted).not.toMatch(/drop/)
    }
  })
})
