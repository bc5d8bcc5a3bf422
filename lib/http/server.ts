import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http"
import type { AddressInfo, Socket } from "node:net"
import { createRequestListener } from "@remix-run/node-fetch-server"
import { problem } from "../errors.ts"
import { compressed } from "./compressed.ts"
import { breakingOff } from "./event-stream.ts"
import { problemResponse } from "./problem.ts"
import type { Handler } from "./route.ts"

const IDLE_SOCKET_MS = 150_000
const HEADERS_MS = 30_000
const KEEP_ALIVE_MS = 65_000
const SWEEP_MS = 100

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
export async function listen(handler: Handler, host: string, port: number): Promise<Listening> {
  const underWay = new Map<ServerResponse, IncomingMessage>()
  const stopping = new AbortController()
  const answer = async (request: Request) =>
    compressed(request, breakingOff(await handler(request), stopping.signal))
  const listener = createRequestListener(answer, {
    onError: () =>
      problemResponse(problem(400, "invalid_request", "The request line or a header cannot be read.")),
  })
  const server = createServer({ requestTimeout: 0, headersTimeout: HEADERS_MS }, (request, response) => {
    underWay.set(response, request)
    response.once("close", () => underWay.delete(response))
    request.on("error", ignore)
    response.on("error", ignore)
    listener(request, response)
  })
  server.keepAliveTimeout = KEEP_ALIVE_MS
  server.setTimeout(IDLE_SOCKET_MS)
  server.on("clientError", refuseBroken)
  server.on("checkExpectation", (request: IncomingMessage, response: ServerResponse) => {
    response.writeHead(417, { connection: "close" }).end()
    request.resume()
  })
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

/** An error of a socket is its client's matter; without a listener it would end the process. */
function ignore(): void {}

function refuseBroken(error: NodeJS.ErrnoException, socket: Socket): void {
  if (!socket.writable || error.code === "ECONNRESET") {
    socket.destroy()
    return
  }
  const status =
    error.code === "HPE_HEADER_OVERFLOW" ? "431 Request Header Fields Too Large" : "400 Bad Request"
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`)
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
