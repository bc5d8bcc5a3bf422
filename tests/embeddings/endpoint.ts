import { createServer, type IncomingHttpHeaders, type ServerResponse } from "node:http"
import type { AddressInfo } from "node:net"
import { text } from "node:stream/consumers"

export interface Asked {
  path: string
  headers: IncomingHttpHeaders
  body: { model?: string; input: string[] }
}

export type Behaviour = (response: ServerResponse, asked: Asked) => void

export interface Endpoint {
  url: string
  asked: Asked[]
  close(): Promise<void>
}

/** A real endpoint on this machine: each request is met by the next behaviour, the last one by all that follow. */
export async function endpoint(...behaviours: Behaviour[]): Promise<Endpoint> {
  const asked: Asked[] = []
  const server = createServer(async (request, response) => {
    const { url: path = "", headers } = request
    asked.push({ path, headers, body: JSON.parse(await text(request)) })
    const at = Math.min(asked.length, behaviours.length) - 1
    const latest = asked.at(-1)
    if (latest) behaviours[at]?.(response, latest)
  })
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    asked,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
}

/** A vector that says which text it belongs to. */
export function vectorFor(text: string, dimensions = 3): number[] {
  return [text.length, ...new Array<number>(dimensions - 1).fill(0.5)]
}

/** Answers well, in the order given by `sorted`. */
export function answers(
  dimensions = 3,
  sorted: (items: unknown[]) => unknown[] = (items) => items,
): Behaviour {
  return (response, { body }) => {
    const data = body.input.map((text, index) => ({
      object: "embedding",
      index,
      embedding: vectorFor(text, dimensions),
    }))
    sends({ object: "list", data: sorted(data), model: body.model })(response, {
      path: "",
      headers: {},
      body,
    })
  }
}

export function sends(body: unknown, status = 200, headers: Record<string, string> = {}): Behaviour {
  return (response) => {
    response.writeHead(status, { "content-type": "application/json", ...headers })
    response.end(typeof body === "string" ? body : JSON.stringify(body))
  }
}
