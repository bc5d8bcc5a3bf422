import { readFileSync } from "node:fs"
import { join } from "node:path"
import { expect, test } from "vitest"
import { openDatabase } from "../../lib/db/connection.ts"
import { statementNames } from "../../lib/db/statement.ts"
import { ROOT } from "../../scripts/root.mjs"
import { freshSchemaText, schemaTextOf } from "../../scripts/schema/text.ts"

const committed = () => readFileSync(join(ROOT, "sql/schema.sql"), "utf8")

test("the committed schema is what the migrations make", async () => {
  expect(await freshSchemaText(), "sql/schema.sql is stale; refresh it with: npm run schema:dump").toBe(
    committed(),
  )
})

test("the committed schema can be run, and makes the same schema again", async () => {
  const db = await openDatabase(":memory:")
  try {
    await db.use((connection) => connection.run(committed()))
    expect(await schemaTextOf(db)).toBe(committed())
  } finally {
    db.close()
  }
})

test("the committed schema is no statement of the program", () => {
  expect(statementNames().filter((name) => !name.includes("/"))).toEqual([])
})
