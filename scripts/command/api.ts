import { randomUUID } from "node:crypto"
import type { z } from "zod"
import { type Endpoint, ProblemAnswer } from "../../lib/contract/index.ts"
import { messageOf, type Problem, problem } from "../../lib/errors.ts"
import { PASSING_STATUSES, patiently } from "./patience.ts"
import type { StreamedForm } from "./upload.ts"

/** What a call sends beside its method and path. */
export interface Sent {
  params?: Record<string, string>
  query?: Record<string, string | number | boolean | undefined>
  body?: Record<string, unknown>
  /** Made anew for every attempt, since a stream can be read only once. */
  form?: () => StreamedForm
  /** Asked in passing: not worth trying again. */
  once?: boolean
}

/** The API, wherever it is: on a server, or in this process on the database itself. */
export interface Api {
  /** The server's address; null when this process works on the database. */
  readonly server: string | null
  /**
   * Calls an endpoint and checks its answer. What may pass by itself is tried again for a while.
   * Throws the Problem it is answered with.
   */
  call<A extends z.ZodType>(endpoint: Endpoint<string, A>, sent?: Sent): Promise<z.output<A>>
  /** The file an endpoint answers, as it comes. Throws the Problem it is answered with. */
  file(endpoint: Endpoint, sent?: Sent): Promise<Response>
  /** The CSV an endpoint can answer instead, byte for byte: what it is written in it says itself. As patient as a call. */
  csv(endpoint: Endpoint, sent?: Sent): Promise<Buffer>
  /** Removes what nobody needs any more, where no server does so by itself. */
  tidyUp(): Promise<void>
  close(): void
}

export interface Transport {
  server: string | null
  /** What a path is put behind. */
  base: string
  headers: Record<string, string>
  send(request: Request): Promise<Response>
  tidyUp(): Promise<void>
  close(): void
}

export interface ApiOptions {
  /** Told when a call has to be repeated. */
  tell(sentence: string): void
  /** Ends the waiting between attempts. */
  signal: AbortSignal
}

/** Makes the API of a way to send requests. */
export function apiOver(transport: Transport, options: ApiOptions): Api {
  const headers = {
    ...transport.headers,
    "x-sluice-driver": randomUUID(),
    "x-sluice-driver-label": "CLI",
  }
  let reached = false
  const answered = <T>(sent: Sent, request: () => Request, take: (response: Response) => Promise<T>) => {
    const work = async () => {
      const response = await transport.send(request())
      reached = true
      return take(response)
    }
    return sent.once ? work() : patiently(work, { ...options, reached })
  }
  return {
    server: transport.server,
    call(endpoint, sent = {}) {
      const request = () => requestOf(endpoint, sent, transport.base, headers)
      return answered(sent, request, (response) => answerOf(endpoint.answer, response, transport))
    },
    async file(endpoint, sent = {}) {
      // As it is: what is packed for the way says not how long it is.
      const whole = { ...headers, "accept-encoding": "identity" }
      const response = await transport.send(requestOf(endpoint, sent, transport.base, whole))
      if (!response.ok) throw refusalOf(response, await bodyIn(response, transport), transport)
      return response
    },
    csv(endpoint, sent = {}) {
      const request = () => requestOf(endpoint, sent, transport.base, { ...headers, accept: "text/csv" })
      return answered(sent, request, async (response) => {
        const body = await bodyIn(response, transport)
        if (!response.ok) throw refusalOf(response, body, transport)
        return body
      })
    },
    tidyUp: transport.tidyUp,
    close: transport.close,
  }
}

function requestOf(endpoint: Endpoint, sent: Sent, base: string, headers: Record<string, string>): Request {
  const path = endpoint.path.replace(/:(\w+)/g, (_, name) => encodeURIComponent(sent.params?.[name] ?? ""))
  const url = new URL(base + path)
  for (const [name, value] of Object.entries(sent.query ?? {})) {
    if (value !== undefined) url.searchParams.set(name, String(value))
  }
  const { content_type, body } = bodyOf(sent)
  const init: RequestInit & { duplex?: "half" } = {
    method: endpoint.method,
    headers: {
      accept: "application/json",
      ...headers,
      ...(content_type && { "content-type": content_type }),
    },
    ...(body !== undefined && { body, duplex: "half" }),
  }
  return new Request(url, init)
}

function bodyOf({ body, form }: Sent): { content_type?: string; body?: BodyInit } {
  if (form) {
    const streamed = form()
    return { content_type: streamed.content_type, body: streamed.body as BodyInit }
  }
  return body === undefined ? {} : { content_type: "application/json", body: JSON.stringify(body) }
}

async function answerOf<A extends z.ZodType>(
  schema: A,
  response: Response,
  transport: Transport,
): Promise<z.output<A>> {
  const body = await bodyIn(response, transport)
  if (!response.ok) throw refusalOf(response, body, transport)
  const answer = schema.safeParse(parsed(body))
  if (answer.success) return answer.data
  throw problem(
    502,
    "strange_answer",
    `${transport.base} does not answer as Sluice does. Is the address right?`,
  )
}

/** A connection that is lost meanwhile is one that could not be had. */
async function bodyIn(response: Response, { server, base }: Transport): Promise<Buffer> {
  try {
    return Buffer.from(await response.arrayBuffer())
  } catch (error) {
    throw server === null ? error : unreachable(base, error)
  }
}

function parsed(body: Buffer): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(body))
  } catch {
    return null
  }
}

function refusalOf(response: Response, body: Buffer, { base, headers }: Transport): Problem {
  const retryAfter = response.headers.get("retry-after")
  const more = retryAfter === null ? {} : { headers: { "retry-after": retryAfter } }
  const answer = ProblemAnswer.safeParse(parsed(body))
  if (response.status === 401) return problem(401, "unauthorized", keySentence(base, headers))
  if (!answer.success && PASSING_STATUSES.includes(response.status)) {
    const detail = `The server ${base} cannot be reached: what stands before it answered ${response.status}.`
    return problem(response.status, "unreachable", detail, more)
  }
  if (!answer.success) {
    const detail = `${base} answered ${response.status} and said nothing more. Is the address right?`
    return problem(response.status, "strange_answer", detail, more)
  }
  const { status, code, detail, job_id, errors } = answer.data
  return problem(status, code, detail, { ...more, ...(job_id && { job_id }), ...(errors && { errors }) })
}

function keySentence(base: string, headers: Record<string, string>): string {
  return headers.authorization
    ? `The server ${base} does not know the key in SLUICE_API_KEY.`
    : `The server ${base} wants a key: set SLUICE_API_KEY to yours.`
}

/** A sentence about a server that could not be reached. */
export function unreachable(base: string, error: unknown): Problem {
  const cause = error instanceof Error && error.cause ? messageOf(error.cause) : messageOf(error)
  return problem(503, "unreachable", `The server ${base} cannot be reached (${cause}).`)
}
