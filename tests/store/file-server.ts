import { createServer, type IncomingMessage, type ServerResponse } from "node:http"
import type { AddressInfo } from "node:net"

export interface FileServer {
  /** `127.0.0.1:port`, as an allow-list names it. */
  host: string
  url(path?: string): string
  /** Every request so far. */
  requests: IncomingMessage[]
  close(): Promise<void>
}

/** A real server on this machine; `answer` gets the number of the request, from 1. */
export async function serve(
  answer: (request: IncomingMessage, response: ServerResponse, number: number) => void,
): Promise<FileServer> {
  const requests: IncomingMessage[] = []
  const server = createServer((request, response) => {
    requests.push(request)
    answer(request, response, requests.length)
  })
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    host,
    url: (path = "/extract.zip") => `http://${host}${path}`,
    requests,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
}

const NEVER_OVER_BYTES = 1_000_000

/** A server of downloads of which each call brings a little, so that they are never over. */
export function serveWithoutEnd(): Promise<FileServer> {
  return serve(({ headers }, response) => {
    const size = NEVER_OVER_BYTES
    const from = Number(/^bytes=(\d+)-/.exec(headers.range ?? "")?.[1] ?? 0)
    const length = { "content-length": String(size - from), etag: '"one"', "accept-ranges": "bytes" }
    const range = { "content-range": `bytes ${from}-${size - 1}/${size}` }
    response.writeHead(headers.range ? 206 : 200, { ...length, ...(headers.range && range) })
    response.write(Buffer.alloc(1000))
  })
}

export interface Version {
  content: Buffer
  etag?: string
  modified?: string
  /** Break the connection behind this many bytes of the body, once the file that grows has them. */
  cut?: number
  growing?: () => number
  /** No faster than this. */
  bytes_per_second?: number
}

/** Answers as a good file server does: ranges, If-Range, ETag. */
export function sendFile(request: IncomingMessage, response: ServerResponse, version: Version) {
  const { content, etag, modified, cut } = version
  const validator = etag ?? modified
  const range = /^bytes=(\d+)-$/.exec(request.headers.range ?? "")
  const resumed = range !== null && request.headers["if-range"] === validator
  const start = resumed ? Number(range[1]) : 0
  if (etag) response.setHeader("etag", etag)
  if (modified) response.setHeader("last-modified", modified)
  if (resumed) {
    response.statusCode = start < content.length ? 206 : 416
    response.setHeader("content-range", `bytes ${start}-${content.length - 1}/${content.length}`)
  }
  const body = content.subarray(start)
  response.setHeader("content-length", body.length)
  if (version.bytes_per_second) return void trickle(response, body, version.bytes_per_second)
  if (cut === undefined || cut >= body.length) response.end(body)
  else response.write(body.subarray(0, cut), () => destroyOnce(response, version, start + cut))
}

const LOOK_EVERY_MS = 5
const MOST_LOOKS = 400

/** What a client has not read yet when the connection breaks is lost to it, however slow the machine is. */
function destroyOnce(response: ServerResponse, version: Version, bytes: number, looks = 0): void {
  if ((version.growing?.() ?? 0) >= bytes || looks === MOST_LOOKS) response.destroy()
  else setTimeout(() => destroyOnce(response, version, bytes, looks + 1), LOOK_EVERY_MS)
}

const MOMENTS_A_SECOND = 20

async function trickle(response: ServerResponse, body: Buffer, bytesPerSecond: number): Promise<void> {
  const slice = Math.ceil(bytesPerSecond / MOMENTS_A_SECOND)
  for (let at = 0; at < body.length && !response.destroyed; at += slice) {
    response.write(body.subarray(at, at + slice))
    await new Promise((done) => setTimeout(done, 1_000 / MOMENTS_A_SECOND))
  }
  response.end()
}
