import { createServer, type IncomingMessage, type Server, type ServerResponse, STATUS_CODES } from "node:http"
import type { AddressInfo, Socket } from "node:net"
import { createRequestListener } from "@remix-run/node-fetch-server"
import { type Problem, problem } from "../errors.ts"
import { isUnhurried } from "./calls.ts"
import { isTrusted, stampAddress } from "./client-address.ts"
import { compressed } from "./compressed.ts"
import { breakingOff } from "./event-stream.ts"
import { problemResponse } from "./problem.ts"
import type { Handler } from "./route.ts"

const IDLE_SOCKET_MS = 150_000
const HEADERS_MS = 30_000
const KEEP_ALIVE_MS = 65_000
const SWEEP_MS = 100
/** Far below the descriptors a process usually may have, each of which a file needs as well. */
const MOST_CONNECTIONS = 500
/** What is still sent of a request that has its answer is waited for this long, for whoever reads only once they have sent it. */
const LINGER_MS = 30_000
/** Whoever is told to go has this long to do so. */
const LEAVE_MS = 1_000
const HOSTLESS = problem(400, "invalid_request", "The request names no host: send the header Host.")

interface ListenOptions {
  /** See lib/http/client-address.ts. */
  trusted_proxies?: readonly string[]
  most_connections?: number
  linger_ms?: number
}

export interface Listening {
  host: string
  port: number
  /**
   * Takes no new requests, breaks streams of events off, lets the other calls under way finish for at most
   * `graceMs`, then cuts the rest off.
   */
  stop(graceMs: number): Promise<void>
}

/** Listens with `handler`. What a client sends or breaks off never reaches further than its own request. */
export async function listen(
  handler: Handler,
  host: string,
  port: number,
  { trusted_proxies = [], most_connections = MOST_CONNECTIONS, linger_ms = LINGER_MS }: ListenOptions = {},
): Promise<Listening> {
  const underWay = new Map<ServerResponse, IncomingMessage>()
  const stopping = new AbortController()
  const answer = async (request: Request) => {
    const response = compressed(request, breakingOff(await handler(request), stopping.signal))
    // Nobody else would end what makes it, and close what that has open.
    if (request.signal.aborted) await response.body?.cancel()
    return response
  }
  const listener = createRequestListener(answer, {
    onError: () =>
      problemResponse(problem(400, "invalid_request", "The request line or a header cannot be read.")),
  })
  const patience = { requestTimeout: 0, headersTimeout: HEADERS_MS }
  // Node itself would refuse what names no host, with nothing in the answer.
  const server = createServer({ ...patience, requireHostHeader: false }, (request, response) => {
    if (refused.has(request.socket)) return void request.resume()
    if (request.headers.host === undefined && request.httpVersion === "1.1")
      return void refuse(HOSTLESS, request, response)
    stampAddress(request, trusted_proxies)
    // Nothing goes over the wire while it is worked out. The next request of the connection has its usual patience again.
    if (isUnhurried(request.method, (request.url ?? "").split("?", 1)[0] ?? "")) request.socket.setTimeout(0)
    underWay.set(response, request)
    response.once("close", () => underWay.delete(response))
    request.on("error", ignore)
    response.on("error", ignore)
    response.once("finish", () => letGo(request, linger_ms))
    listener(request, response)
  })
  server.keepAliveTimeout = KEEP_ALIVE_MS
  server.setTimeout(IDLE_SOCKET_MS)
  server.on("clientError", refuseBroken)
  server.on("checkExpectation", (request: IncomingMessage, response: ServerResponse) => {
    const unmet = problem(417, "expectation_failed", "Only the expectation 100-continue can be met.")
    void refuse(unmet, request, response)
  })
  server.on("connect", (_request, socket: Socket) => {
    void endWith(socket, problem(405, "method_not_allowed", "This server is no proxy."))
  })
  const refused = refuseTooMany(server, most_connections, trusted_proxies)
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject)
    server.listen(port, host, resolve)
  })
  const address = server.address() as AddressInfo
  return {
    host: address.address,
    port: address.port,
    stop(graceMs) {
      stopping.abort()
      return stop(server, underWay, graceMs)
    },
  }
}

/** Nobody holds a connection by a request that has its answer and never ends. */
function letGo(request: IncomingMessage, linger_ms: number): void {
  if (request.complete) return
  const over = setTimeout(() => {
    if (!request.complete) request.socket.destroy()
  }, linger_ms)
  request.once("close", () => clearTimeout(over))
  request.resume()
}

/**
 * Beyond so many connections each further one is told to come back, and goes: what is under way keeps its descriptors. One
 * address has half of them at the most, so that it keeps nobody else out, unless it is a proxy that brings others. Answers those
 * that are refused: requests are read of them all the same, and must not be done.
 */
function refuseTooMany(server: Server, most: number, trusted: readonly string[]): WeakSet<Socket> {
  const refused = new WeakSet<Socket>()
  const admitted = new Map<string, number>()
  let all = 0
  const count = (address: string, by: 1 | -1) => {
    all += by
    const of = (admitted.get(address) ?? 0) + by
    if (of === 0) admitted.delete(address)
    else admitted.set(address, of)
  }
  server.prependListener("connection", (socket: Socket) => {
    const address = socket.remoteAddress ?? ""
    const of = (admitted.get(address) ?? 0) + 1
    if (all < most && (of <= most / 2 || isTrusted(address, trusted))) {
      count(address, 1)
      socket.once("close", () => count(address, -1))
      return
    }
    refused.add(socket)
    const detail = "There are too many connections. Wait a moment and try again."
    void endWith(socket, problem(503, "busy", detail, { headers: { "retry-after": "1" } }))
  })
  return refused
}

/** An error of a socket is its client's matter; without a listener it would end the process. */
function ignore(): void {}

function refuseBroken(error: NodeJS.ErrnoException, socket: Socket): void {
  if (!socket.writable || error.code === "ECONNRESET") {
    socket.destroy()
    return
  }
  void endWith(socket, refusalOf(error.code))
}

function refusalOf(code: string | undefined): Problem {
  if (code === "HPE_HEADER_OVERFLOW")
    return problem(431, "headers_too_large", "The request's headers are longer than 16 kB.")
  if (code === "ERR_HTTP_REQUEST_TIMEOUT")
    return problem(408, "request_timeout", "The request's headers took too long. Send them at once.")
  const detail = "The request line, a header or the length of the body cannot be read."
  return problem(400, "invalid_request", detail)
}

/** Answers on a connection that no request is read from, and ends it, whether or not its client does. */
async function endWith(socket: Socket, refusal: Problem): Promise<void> {
  const { status, headers, text } = await plainOf(problemResponse(refusal))
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`)
  socket.on("error", ignore)
  socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ""}\r\n${lines.join("")}\r\n${text}`)
  const over = setTimeout(() => socket.destroy(), LEAVE_MS)
  socket.once("close", () => clearTimeout(over))
}

/** Answers a request that nobody is asked about. */
async function refuse(refusal: Problem, request: IncomingMessage, response: ServerResponse): Promise<void> {
  request.resume()
  const { status, headers, text } = await plainOf(problemResponse(refusal))
  response.writeHead(status, headers).end(text)
}

async function plainOf(response: Response) {
  const text = await response.text()
  const length = String(Buffer.byteLength(text))
  const headers = { ...Object.fromEntries(response.headers), connection: "close", "content-length": length }
  return { status: response.status, headers, text }
}

async function stop(
  server: Server,
  underWay: Map<ServerResponse, IncomingMessage>,
  graceMs: number,
): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()))
  for (const response of underWay.keys()) {
    if (!response.headersSent) response.setHeader("connection", "close")
  }
  const sweep = () => {
    // Nothing was begun for a request that is still arriving; its sender sees the break and sends it again.
    for (const request of underWay.values()) if (!request.complete) request.destroy()
    server.closeIdleConnections()
  }
  sweep()
  const sweeping = setInterval(sweep, SWEEP_MS)
  const cutOff = setTimeout(() => server.closeAllConnections(), graceMs)
  await closed
  clearInterval(sweeping)
  clearTimeout(cutOff)
}
