import { DuckDBInstance } from "@duckdb/node-api"
import { expect, test } from "vitest"
import { countStatements } from "../../lib/db/count-statements.ts"
import { slotsIn, statement, statementNames } from "../../lib/db/statement.ts"

test.each([
  ["select 1", 1],
  ["select 1;", 1],
  ["begin;\nselect 1;\n;\ncommit", 3],
  ["select ';' as a, \"b;c\" from t; -- one; two\nselect 2", 2],
  ["/* a; b */ select 'it''s; so'; select $$ x; y $$", 2],
  ["  -- nothing; at all\n", 0],
])("counts the statements of %j", (sql, count) => {
  expect(countStatements(sql)).toBe(count)
})

test("counts as the engine does, of all statement files and of all of them as one script", async () => {
  const connection = await (await DuckDBInstance.create()).connect()
  const texts = statementNames()
    .filter((name) => slotsIn(name).length === 0)
    .map((name) => statement(name))
  const counted = async (sql: string) => (await connection.extractStatements(sql)).count
  const whole: string[] = []
  for (const sql of texts) {
    // Some files hold an expression, which is part of a statement.
    const count = await counted(sql).catch(() => null)
    if (count === null) continue
    whole.push(sql)
    expect(countStatements(sql), sql.slice(0, 200)).toBe(count)
  }
  expect(whole.length).toBeGreaterThan(50)
  const script = whole.join(";\n")
  expect(countStatements(script)).toBe(await counted(script))
})
