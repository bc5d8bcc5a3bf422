import { connect, type Socket } from "node:net"
import type { Connection, Values } from "../../lib/db/connection.ts"
import type { OpenEngine } from "../../lib/db/engine.ts"
import { type Ask, type Reply, receive, send } from "./wire.ts"

/**
 * Loaded before a program (node --import), lets it open `engine://host:port`: the database that a process of
 * engine-child.ts holds. A connection whose socket is gone throws a `Connection Error`, as a database far away does.
 */
export const SCHEME = "engine"

interface Waiting {
  done(value: unknown): void
  fail(error: Error): void
}

const openEngine: OpenEngine = async (location) => {
  const { hostname, port } = new URL(location)
  const sockets = new Set<Socket>()
  return {
    async connect() {
      const socket = await reach(hostname, Number(port))
      sockets.add(socket)
      socket.once("close", () => sockets.delete(socket))
      return connectionOf(socket)
    },
    close() {
      for (const socket of sockets) socket.destroy()
    },
  }
}

function reach(host: string, port: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host, port, noDelay: true })
    const refused = (error: Error) => reject(lost(error.message))
    socket.once("error", refused)
    socket.once("connect", () => {
      socket.off("error", refused)
      resolve(socket)
    })
  })
}

const lost = (why: string) => new Error(`Connection Error: the engine is not reached: ${why}`)

function connectionOf(socket: Socket): Connection {
  const waiting = new Map<number, Waiting>()
  let asked = 0
  let ended: Error | null = null
  receive(socket, (reply: Reply) => settle(waiting, reply))
  socket.on("error", () => {})
  socket.on("close", () => {
    ended = lost("the connection was closed")
    for (const { fail } of waiting.values()) fail(ended)
    waiting.clear()
  })
  const ask = (want: "run" | "rows", sql: string, values?: Values) =>
    new Promise<unknown>((done, fail) => {
      if (ended) return fail(ended)
      asked += 1
      waiting.set(asked, { done, fail })
      send(socket, { id: asked, want, sql, values } satisfies Ask)
    })
  return {
    run: async (sql, values) => (await ask("run", sql, values)) as number,
    rows: async <T>(sql: string, values?: Values) => (await ask("rows", sql, values)) as T[],
    interrupt: () => void (ended || send(socket, "interrupt")),
    close: () => void socket.end(),
  }
}

/** An error has the message it had where it was thrown: that is what tells what kind it is. */
function settle(waiting: Map<number, Waiting>, reply: Reply): void {
  const one = waiting.get(reply.id)
  waiting.delete(reply.id)
  if ("error" in reply) one?.fail(Object.assign(new Error(reply.error.message), { name: reply.error.name }))
  else one?.done(reply.value)
}

const KNOWN = Symbol.for("sluice.engines")
const everywhere = globalThis as { [KNOWN]?: Map<string, OpenEngine> }
everywhere[KNOWN] = new Map([...(everywhere[KNOWN] ?? []), [SCHEME, openEngine]])
