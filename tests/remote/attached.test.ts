import { rmSync } from "node:fs"
import { join } from "node:path"
import { afterAll, beforeAll, expect, test } from "vitest"
import { isoTime } from "../../lib/clock.ts"
import { contacts } from "../../lib/datasets/contacts.ts"
import { documents } from "../../lib/datasets/documents.ts"
import { exampleOf } from "../../lib/datasets/example.ts"
import { qaPairs } from "../../lib/datasets/qa-pairs.ts"
import { taxonomy } from "../../lib/datasets/taxonomy.ts"
import { type Database, openDatabase } from "../../lib/db/connection.ts"
import { migrate } from "../../lib/db/migrate.ts"
import { makeExtracts } from "../../scripts/sample/archive.ts"
import { expectRegister } from "../support/ask.ts"
import { importExtract, rollBack } from "../support/drive.ts"
import { importFiles, undo } from "../support/imports.ts"
import { type Lab, newFolder, openLab } from "../support/lab.ts"
import { inLongRuns } from "../support/rounds.ts"

/** A name that has to be quoted, so that whatever writes it does so in the one way. */
const NAME = '"the other one"'

const folder = newFolder()
let lab: Lab
let beside: Database

beforeAll(async () => {
  const own = await openLab()
  beside = await openDatabase(join(folder, "beside.duckdb"))
  await beside.use((connection) => connection.run(`attach ':memory:' as ${NAME}`))
  const db = within(beside)
  await migrate(db, () => isoTime(own.clock.now()))
  lab = {
    ...own,
    effects: { ...own.effects, db },
    read: (sql) => db.use((connection) => connection.rows(sql)),
    run: async (sql) => void (await db.use((connection) => connection.run(sql))),
  }
})
afterAll(() => {
  beside.close()
  lab.close()
  rmSync(folder, { recursive: true, force: true })
})

/** A database whose connections are all in the attached one. */
function within(db: Database): Database {
  const connect = async () => {
    const connection = await db.connect()
    await connection.run(`use ${NAME}`)
    return connection
  }
  return {
    ...db,
    connect,
    use: (work) =>
      db.use(async (connection) => {
        await connection.run(`use ${NAME}`)
        return work(connection)
      }),
  }
}

test.each([contacts, taxonomy, qaPairs, documents])(
  "$label are imported and taken back in an attached database under another name",
  async (dataset) => {
    const { file_name, bytes } = await exampleOf(dataset)
    const sent = { file_name, bytes: Buffer.from(bytes) }
    const { job_id, outcome } = await importFiles(lab, dataset, sent)
    expect(outcome).toBe("complete")
    await undo(lab, job_id)
    expect(await lab.read(`select * from ${dataset.tables[0]?.name}`)).toEqual([])
  },
)

inLongRuns("so are extracts", async () => {
  const steps = [{ type: "full" }, { type: "update" }] as const
  const extracts = await makeExtracts({ seed: 3, rows: 200, changes: 60, traps: true, steps: [...steps] })
  for (const extract of extracts) await importExtract(lab, extract)
  await expectRegister(lab, ...extracts)
  const [newest] = await lab.read("select job_id from import_jobs order by started_at desc limit 1")
  await rollBack(lab, String(newest?.job_id))
  await expectRegister(lab, ...extracts.slice(0, 1))
})

test("nothing is put beside it", async () => {
  const tables = "select database_name, table_name from duckdb_tables() where not internal and not temporary"
  const foreign = await beside.use((connection) =>
    connection.rows(`${tables} and database_name <> 'the other one'`),
  )
  expect(foreign).toEqual([])
})
