import { rmSync } from "node:fs"
import { join } from "node:path"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { classifyError } from "../../lib/db/classify.ts"
import { type Connection, type Database, openDatabase, transaction } from "../../lib/db/connection.ts"
import { newFolder } from "../support/lab.ts"
import { type RemoteEngine, startEngine } from "./engine.ts"
import "./engine-client.ts"

const folder = newFolder()
let engine: RemoteEngine
let far: Database
let near: Database

beforeAll(async () => {
  engine = await startEngine(join(folder, "far.duckdb"))
  far = await openDatabase(engine.location)
  near = await openDatabase(join(folder, "near.duckdb"))
})
afterAll(async () => {
  far.close()
  near.close()
  await engine.stop()
  rmSync(folder, { recursive: true, force: true })
})

/** Does the same on both; answers what each made of it. */
async function both<T>(work: (connection: Connection) => Promise<T>): Promise<[T, T]> {
  return [await far.use(work), await near.use(work)]
}

/** What the database itself says, whatever others are told. */
const thrown = (work: Promise<unknown>) =>
  work.then(
    () => "nothing",
    ({ message, cause }: Error) => (cause instanceof Error ? cause.message : message),
  )

describe("a database in another process", () => {
  test("calls itself remote", () => {
    expect(far).toMatchObject({ remote: true, location: engine.location })
  })

  test.each([
    "select 9007199254740991::bigint as a, 1.5::decimal(9,2) as b, null as c, true as d, 'x''y' as e",
    "select timestamp '2026-01-02 03:04:05.678' as a, date '2026-01-02' as b, uuid '00000000-0000-0000-0000-000000000001' as c",
    "select {'a': 1, 'b': [1, 2, null]} as a, map {'k': 2} as b, '{\"x\":[1]}'::json as c, 'ab'::blob as d",
    "select 'nan'::double as a, 'infinity'::double as b, [1.5, 2.5]::float[] as c, interval 1 day as d",
    "select * from range(20000)",
  ])("answers the same rows as one in this process: %s", async (sql) => {
    const [there, here] = await both((connection) => connection.rows(sql))
    expect(there).toEqual(here)
  })

  test("binds values of every kind that is bound", async () => {
    const values = { a: "text", b: 7, c: 1.5, d: null, e: true, f: 9_007_199_254_740_993n, g: "é\u0000𝄞" }
    const sql = "select $a as a, $b as b, $c as c, $d as d, $e as e, $f::varchar as f, $g as g"
    const [there, here] = await both((connection) => connection.rows(sql, values))
    expect(there).toEqual(here)
  })

  test("runs scripts, tells how many rows changed, and keeps variables with their connection", async () => {
    const script =
      "create or replace table t (a int); insert into t select * from range(5); set variable v = 3"
    const changed = await both(async (connection) => {
      await connection.run(script)
      const [row] = await connection.rows("select getvariable('v') as v")
      return [row?.v, await connection.run("update t set a = a + 1 where a > $a", { a: 1 })]
    })
    expect(changed).toEqual([
      [3, 3],
      [3, 3],
    ])
    expect(await far.use((connection) => connection.rows("select getvariable('v') as v"))).toEqual([
      { v: null },
    ])
  })

  test.each(["select * from nowhere", "select 'x'::int", "selec 1", "select error('claim lost')"])(
    "throws with the same message: %s",
    async (sql) => {
      const [there, here] = await both((connection) => thrown(connection.run(sql)))
      expect(there).toBe(here)
    },
  )

  test("throws a conflict where two write the same row", async () => {
    await far.use((connection) => connection.run("create or replace table c as select 1 as a"))
    const [one, other] = [await far.connect(), await far.connect()]
    await one.run("begin; update c set a = 2")
    const failed = await thrown(other.run("begin; update c set a = 3"))
    expect(classifyError(new Error(failed))).toBe("conflict")
    one.close()
    other.close()
  })

  test("ends a transaction whose connection is gone, whatever it was at", async () => {
    await far.use((connection) => connection.run("create or replace table g as select 1 as a"))
    const gone = await far.connect()
    await gone.run("begin; update g set a = 2")
    const left = thrown(gone.run("select count(*) from range(20000000000)"))
    gone.close()
    expect(classifyError(new Error(await left))).toBe("transient")
    await expect
      .poll(() => thrown(far.use((next) => next.run("update g set a = a + 10"))), { timeout: 5_000 })
      .toBe("nothing")
    expect(await far.use((connection) => connection.rows("select a from g"))).toEqual([{ a: 11 }])
  })

  test("can be interrupted while it is at work, and goes on then", async () => {
    const connection = await far.connect()
    const at_work = thrown(connection.run("select count(*) from range(20000000000)"))
    const stopping = setInterval(() => connection.interrupt(), 20)
    const message = await at_work
    clearInterval(stopping)
    expect(classifyError(new Error(message))).toBe("interrupted")
    expect(await connection.rows("select 1 as a")).toEqual([{ a: 1 }])
    connection.close()
  })

  test("costs a fraction of a millisecond a statement more", async () => {
    const times = 500
    const spent = async (db: Database) => {
      const connection = await db.connect()
      const begun = performance.now()
      for (let i = 0; i < times; i += 1) await connection.rows("select 1 as a")
      connection.close()
      return (performance.now() - begun) / times
    }
    const [there, here] = [await spent(far), await spent(near)]
    console.info(`a statement: ${there.toFixed(3)} ms there, ${here.toFixed(3)} ms here`)
    // On a busy machine it can be several; an engine that answers late by design would be forty.
    expect(there - here).toBeLessThan(10)
  })
})

async function patiently<T>(work: () => Promise<T>): Promise<T> {
  return work().catch(() => patiently(work))
}

describe("a database far away", () => {
  test("takes its time for every trip, and drops connections as it was told", async () => {
    const file = join(folder, "away.duckdb")
    const ground = await openDatabase(file)
    await ground.use((connection) => connection.run("create table t as select 0 as a"))
    ground.close()
    const away = await startEngine(file, { latency_ms: 20, drop_one_in: 8 })
    const db = await patiently(() => openDatabase(away.location))
    let dropped = 0
    const begun = performance.now()
    for (let i = 0; i < 20; i += 1) {
      const end = await thrown(
        db.use((connection) =>
          transaction(connection, async () => void (await connection.run("update t set a = a + 1"))),
        ),
      )
      if (classifyError(new Error(end)) === "transient") dropped += 1
    }
    expect(performance.now() - begun).toBeGreaterThan(20 * 20)
    expect(dropped).toBeGreaterThan(0)
    db.close()
    await away.stop()
  })

  test("is refused in words when nobody is there, and whoever asks is told to come back", async () => {
    const message = await thrown(openDatabase("engine://127.0.0.1:1"))
    expect(classifyError(new Error(message))).toBe("transient")
    const told = openDatabase("engine://127.0.0.1:1")
    await expect(told).rejects.toMatchObject({ status: 503, code: "database_unreachable" })
  })
})
