import { createServer, type Socket } from "node:net"
import { type Connection, type Database, openDatabase } from "../../lib/db/connection.ts"
import { Random } from "../../scripts/sample/random.ts"
import { type Ask, type Reply, receive, send } from "./wire.ts"

/**
 * A process of its own that holds a database file and runs what clients send it, each on a connection of its own.
 * Arguments: the file; as JSON how many milliseconds a trip takes, and one in how many trips the connection drops,
 * before the engine hears of it or before the client hears of the end.
 */
const [file = "", options = "{}"] = process.argv.slice(2)
const { latency_ms = 0, drop_one_in = 0, seed = 1 } = JSON.parse(options)
const random = new Random(seed)

const db = await openDatabase(file)
// As much as an import of extracts has on this machine; one that is far away sees to that itself.
await db.makeRoom()
const server = createServer({ noDelay: true }, (socket) => void serve(socket, db))
server.listen(0, "127.0.0.1", () => {
  const address = server.address()
  if (typeof address === "object") process.stdout.write(`engine://127.0.0.1:${address?.port}\n`)
})
// Whoever has started it holds the other end: no engine outlives a test.
process.stdin.on("end", () => process.exit()).resume()

async function serve(socket: Socket, database: Database): Promise<void> {
  socket.on("error", () => {})
  const opening = database.connect()
  let last: Promise<unknown> = Promise.resolve()
  receive(socket, (ask: Ask) => {
    if (ask === "interrupt") void opening.then((connection) => connection.interrupt())
    else last = last.then(async () => answer(socket, await opening, ask))
  })
  const connection = await opening
  socket.on("close", () => {
    // Closing one that is at work brings the process down; what is open ends with it, as a rollback.
    connection.interrupt()
    void last.then(() => connection.close())
  })
}

async function answer(socket: Socket, connection: Connection, ask: Exclude<Ask, "interrupt">): Promise<void> {
  if (latency_ms > 0) await new Promise((done) => setTimeout(done, latency_ms))
  const dropped = drop_one_in > 0 && random.below(drop_one_in) === 0
  if (dropped && random.below(2) === 0) socket.destroy()
  if (socket.destroyed) return
  const reply = await replyTo(connection, ask)
  if (dropped) socket.destroy()
  if (!socket.destroyed) send(socket, reply)
}

async function replyTo(
  connection: Connection,
  { id, want, sql, values }: Exclude<Ask, "interrupt">,
): Promise<Reply> {
  try {
    return { id, value: await connection[want](sql, values) }
  } catch (error) {
    // What it is told as is for whoever asks to say.
    const thrown = error instanceof Error && error.cause instanceof Error ? error.cause : error
    const { name, message } = thrown instanceof Error ? thrown : new Error(String(thrown))
    return { id, error: { name, message } }
  }
}
