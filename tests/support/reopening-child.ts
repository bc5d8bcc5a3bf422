import { classifyError } from "../../lib/db/classify.ts"
import { type Connection, openDatabase } from "../../lib/db/connection.ts"
import { diskAt } from "../../scripts/chaos/disk.ts"

/**
 * A process of its own whose files cannot grow while it folds a database's log, which DuckDB gives the database up for; prints as JSON what
 * becomes of those who have a connection then, and of those who come afterwards. Arguments: the database's file, a folder.
 */
const [file = "", folder = ""] = process.argv.slice(2)

const disk = diskAt(folder, "limit")
const db = await openDatabase(file)
const other = await openDatabase(file)
const numbers = (rows: number) => `insert into t select range, md5(range::varchar) from range(${rows})`
await db.use(async (connection) => {
  await connection.run("create table t (i bigint, s varchar)")
  await connection.run(numbers(100_000))
})
const kindOf = (work: Promise<unknown>) =>
  work.then(
    () => "done",
    (error: unknown) => classifyError(error),
  )
const held: Connection = await other.connect()
const working = kindOf(
  held.rows("select count(*) from range(200000) a, range(200000) b where a.range * b.range = 7"),
)
disk?.fill([process.pid], 4_096)
const folding = await kindOf(db.use((connection) => connection.run("force checkpoint")))
const told = { folding, working: await working, held: await kindOf(held.rows("select 1")) }
const full = (await db.trouble())?.code ?? null
disk?.free([process.pid])
const count = () => db.use((connection) => connection.rows<{ n: number }>("select count(*) as n from t"))
const [before] = await count()
await other.use((connection) => connection.run(numbers(10)))
const [after] = await count()
await new Promise((done) => setTimeout(done, 1_100))
held.close()
const over = await db.trouble()
process.stdout.write(JSON.stringify({ ...told, full, before: before?.n, after: after?.n, over }))
other.close()
db.close()
