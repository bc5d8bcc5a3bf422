import { connect } from "node:net"

/** A request as it goes over the wire, still in its parts. */
export interface Sent {
  method: string
  target: string
  headers: [string, string][]
  body: Buffer
  /** Sent instead of all of these. */
  raw?: Buffer
}

/** What came back; `status` is 0 where nothing did. */
export interface Answered {
  status: number
  headers: string
  body: string
  ms: number
}

const PATIENCE_MS = 30_000
/** What is no request may be one that waits for its end. */
const RAW_PATIENCE_MS = 300
const MOST_BYTES = 4_000_000
/** A stream of events goes on for as long as somebody listens. */
const LISTEN_MS = 300

/** Sends bytes nobody's library would let pass, and reads until the other side closes or a stream has begun. */
export function exchange(port: number, sent: Sent): Promise<Answered> {
  const began = performance.now()
  return new Promise((done) => {
    const chunks: Buffer[] = []
    let bytes = 0
    const socket = connect(port, "127.0.0.1", () => socket.write(wire(sent)))
    const timer = setTimeout(() => socket.destroy(), sent.raw ? RAW_PATIENCE_MS : PATIENCE_MS)
    socket.on("data", (chunk) => {
      bytes += chunk.length
      if (bytes <= MOST_BYTES) chunks.push(chunk)
      else socket.destroy()
      if (chunks.length === 1 && chunk.includes("text/event-stream"))
        setTimeout(() => socket.destroy(), LISTEN_MS)
    })
    socket.on("error", () => {})
    socket.once("close", () => {
      clearTimeout(timer)
      done({ ...parsed(Buffer.concat(chunks).toString("utf8")), ms: performance.now() - began })
    })
  })
}

/** The bytes of a request; it asks to be the last one of its connection. */
export function wire({ method, target, headers, body, raw }: Sent): Buffer {
  if (raw) return raw
  const lines = [`${method} ${target} HTTP/1.1`, ...headers.map(([name, value]) => `${name}: ${value}`)]
  return Buffer.concat([Buffer.from(`${lines.join("\r\n")}\r\nconnection: close\r\n\r\n`, "latin1"), body])
}

function parsed(text: string): Omit<Answered, "ms"> {
  const end = text.indexOf("\r\n\r\n")
  // 100 Continue is no answer yet.
  if (text.startsWith("HTTP/1.1 100") && end >= 0) return parsed(text.slice(end + 4))
  const status = Number(/^HTTP\/1\.1 (\d{3})/.exec(text)?.[1] ?? 0)
  return { status, headers: text.slice(0, Math.max(end, 0)), body: text.slice(end + 4) }
}
