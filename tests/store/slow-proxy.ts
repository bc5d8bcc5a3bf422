import { type AddressInfo, connect, createServer, type Socket } from "node:net"
import { Transform } from "node:stream"

/** Passes connections on to a port of this machine, each no faster than so many bytes a second in either direction. */
export async function slowedTo(
  bytesPerSecond: number,
  to: number,
): Promise<{ port: number; close(): Promise<void> }> {
  const sockets = new Set<Socket>()
  const server = createServer((client) => {
    const upstream = connect(to, "127.0.0.1")
    client.pipe(slowly(bytesPerSecond)).pipe(upstream)
    // What it sent before it closed is still on its way.
    upstream.pipe(slowly(bytesPerSecond)).pipe(client)
    client.on("close", () => upstream.destroy())
    upstream.on("error", () => client.destroy())
    client.on("error", () => {})
    for (const socket of [client, upstream]) sockets.add(socket)
  })
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready))
  return {
    port: (server.address() as AddressInfo).port,
    close() {
      for (const socket of sockets) socket.destroy()
      return new Promise((done) => server.close(() => done()))
    },
  }
}

function slowly(bytesPerSecond: number): Transform {
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      setTimeout(done, (chunk.length / bytesPerSecond) * 1_000, null, chunk)
    },
  })
}
