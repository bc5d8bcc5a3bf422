import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { classifyError } from "../../lib/db/classify.ts"
import { type Connection, type Database, openDatabase, transaction } from "../../lib/db/connection.ts"

let db: Database
let one: Connection
let other: Connection

beforeAll(async () => {
  db = await openDatabase(":memory:", { memoryLimit: "64MB" })
  one = await db.connect()
  other = await db.connect()
  await one.run("create table t (i integer not null, u integer unique)")
  await one.run("insert into t values (1, 1)")
})
afterAll(() => db.close())

async function kindOf(work: () => Promise<unknown>) {
  return work().then(
    () => "none",
    (error: unknown) => classifyError(error),
  )
}

describe("what DuckDB throws is told apart by what it means for the work", () => {
  const refused = [
    ["a value that is no number", "insert into t values ('x', 2)"],
    ["a value that is missing", "insert into t values (null, 2)"],
    ["a value that must be the only one", "insert into t values (2, 1)"],
    ["a number that is too large", "insert into t values (99999999999, 2)"],
  ] as const

  test.each(refused)("%s is the data's fault", async (_what, sql) => {
    expect(await kindOf(() => one.run(sql))).toBe("data")
  })

  test.each([
    ["a table that is not there", "select * from nowhere"],
    ["a statement that is none", "selec 1"],
    ["a column that is not there", "select mismatched from (select 1 as matched)"],
    ["a function that is not there", "select nothing_like_it(1)"],
    ["a table that is there already", "create table t (i integer)"],
  ])("%s is for a person to mend", async (_what, sql) => {
    expect(await kindOf(() => one.run(sql))).toBe("fatal")
  })

  test("what nobody knows may pass", () => {
    expect(classifyError(new Error("INTERNAL Error: an assertion does not hold"))).toBe("unknown")
    expect(classifyError(new Error("read ECONNRESET"))).toBe("unknown")
  })

  test("what needs more memory than it may use is too large", async () => {
    await one.run("set max_temp_directory_size = '1MB'")
    const greedy = "select count(distinct r || 'x' || hash(r)) from range(20000000) as t(r)"
    expect(await kindOf(() => one.rows(greedy))).toBe("too_large")
  })

  test("of two that change one row, the second is told of the conflict", async () => {
    const change = "update t set i = i + 1"
    await one.run("begin transaction")
    await one.run(change)
    expect(await kindOf(() => transaction(other, () => other.run(change)))).toBe("conflict")
    await one.run("rollback")
  })

  test("what is stopped from outside is interrupted", async () => {
    const long = kindOf(() =>
      one.rows("select count(*) from range(100000) a, range(1000000) b where a.range * b.range = 7"),
    )
    const stopping = setInterval(() => one.interrupt(), 5)
    expect(await long).toBe("interrupted")
    clearInterval(stopping)
  })

  test.each([
    `IO Error: Could not write file "/data/sluice.duckdb.wal": No space left on device`,
    `TransactionContext Error: Failed to commit: Could not write file "/data/sluice.duckdb.wal": Disk quota exceeded`,
    `FATAL Error: Failed to create checkpoint because of error: Could not write file "/data/sluice.duckdb": File too large`,
  ])("%s is nobody's fault, and waited for", (message) => {
    expect(classifyError(new Error(message))).toBe("full")
  })

  test("a value that reads like a full disk is none", () => {
    const message = "Conversion Error: Could not convert string 'No space left on device' to INT32"
    expect(classifyError(new Error(message))).toBe("data")
  })

  test("a claim that is lost is no fault at all", async () => {
    expect(await kindOf(() => one.run("select error('claim lost')"))).toBe("claim_lost")
  })
})
