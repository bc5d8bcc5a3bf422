import type { Socket } from "node:net"
import { deserialize, serialize } from "node:v8"
import type { Values } from "../../lib/db/connection.ts"

/** What a client asks of its connection; one after the other, but for an interrupt. */
export type Ask = { id: number; want: "run" | "rows"; sql: string; values: Values | undefined } | "interrupt"

/** What became of it. */
export type Reply = { id: number; value: unknown } | { id: number; error: { name: string; message: string } }

const LENGTH_BYTES = 4

/** Sends one message: its length, and the structured clone of it, which keeps BigInt, dates and bytes. */
export function send(socket: Socket, message: Ask | Reply): void {
  const body = serialize(message)
  const head = Buffer.alloc(LENGTH_BYTES)
  head.writeUInt32BE(body.length)
  socket.write(Buffer.concat([head, body]))
}

/** Calls `take` with every message that arrives, whole. */
export function receive<M extends Ask | Reply>(socket: Socket, take: (message: M) => void): void {
  let parts: Buffer[] = []
  let held = 0
  let wanted = LENGTH_BYTES
  socket.on("data", (data: Buffer) => {
    parts.push(data)
    held += data.length
    if (held < wanted) return
    let rest = Buffer.concat(parts)
    for (;;) {
      wanted = rest.length < LENGTH_BYTES ? LENGTH_BYTES : LENGTH_BYTES + rest.readUInt32BE(0)
      if (rest.length < wanted) break
      take(deserialize(rest.subarray(LENGTH_BYTES, wanted)) as M)
      rest = rest.subarray(wanted)
    }
    parts = [rest]
    held = rest.length
  })
}
