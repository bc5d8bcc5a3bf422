import { randomUUID } from "node:crypto"
import { createServer, type IncomingMessage, type ServerResponse } from "node:http"
import type { AddressInfo } from "node:net"
import { LANGUAGES, type Language, listingPage, loginPage } from "./pages.ts"

const BASE = "/kbo-open-data"

/** A file as the portal lists it: its name says what it is. */
export interface PortalFile {
  name: string
  bytes: Buffer
}

/** What may go wrong at a portal. */
export interface Switches {
  /** The portal does not know the password. */
  wrong_password?: boolean
  /** Sessions end after so many requests. */
  session_dies_after?: number
  /** Redirects to itself. */
  redirect_loop?: boolean
  /** The first requests for files are told to come back in a second. */
  busy_times?: number
  /** The first files asked for come as the page to sign in. */
  page_for_zip_times?: number
  /** The first files asked for break off in the middle. */
  cut_off_times?: number
  no_length?: boolean
  ranges_ignored?: boolean
  /** Names that are listed and not there any more. */
  gone?: string[]
  /** Signed in, and nothing is listed. */
  empty_table?: boolean
  /** The language of its pages, whatever is asked for. */
  language?: Language
}

export interface PortalServer {
  /** What SLUICE_KBO_URL is to be. */
  url: string
  host: string
  /** May be changed at any time. */
  files: PortalFile[]
  switches: Switches
  /** Method and path of every request so far. */
  requests: string[]
  close(): Promise<void>
}

/** Starts a made-up KBO portal that answers as the real one does. */
export async function startPortal(
  account: { user: string; password: string },
  files: PortalFile[] = [],
  { port = 0, switches = {} }: { port?: number; switches?: Switches } = {},
): Promise<PortalServer> {
  const sessions = new Map<string, number>()
  const portal = { files, switches, requests: [] as string[] }
  const server = createServer((request, response) => {
    portal.requests.push(`${request.method} ${request.url}`)
    void answer(request, response, { portal, sessions, account })
  })
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve))
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`
  const close = () =>
    new Promise<void>((resolve) => {
      server.closeAllConnections()
      server.close(() => resolve())
    })
  return Object.assign(portal, { url: `http://${host}${BASE}`, host, close })
}

interface Place {
  portal: Pick<PortalServer, "files" | "switches" | "requests">
  sessions: Map<string, number>
  account: { user: string; password: string }
}

async function answer(request: IncomingMessage, response: ServerResponse, place: Place): Promise<void> {
  const url = new URL(request.url ?? "/", "http://portal")
  const { switches } = place.portal
  const language = switches.language ?? LANGUAGES.find((one) => one === url.searchParams.get("lang")) ?? "nl"
  if (!request.headers["user-agent"] || !request.headers.accept) return end(response, 400)
  if (switches.redirect_loop) return redirect(response, `${url.pathname}${url.search}`)
  const path = url.pathname.slice(BASE.length)
  if (path === "/login") return page(response, loginPage(language))
  if (path === "/static/j_spring_security_check") return signIn(request, response, place)
  const session = sessionOf(request, place)
  if (session === null) return redirect(response, `${BASE}/login`)
  if (path === "/affiliation/index") return page(response, listingPage([], language))
  if (path.replace(/\/$/, "") === "/affiliation/xml")
    return page(
      response,
      listingPage(switches.empty_table ? [] : place.portal.files.map(({ name }) => name), language),
    )
  const name = /^\/affiliation\/xml\/files\/([\w.]+)$/.exec(path)?.[1]
  sendFile(request, response, place, name, language)
}

/** Whose session it is, one request older. */
function sessionOf({ headers }: IncomingMessage, { sessions, portal }: Place): string | null {
  const id = /JSESSIONID=([^;]+)/.exec(headers.cookie ?? "")?.[1] ?? ""
  const used = sessions.get(id)
  if (used === undefined || !headers.cookie?.includes("KSESSIONID-KBOPUB=")) return null
  sessions.set(id, used + 1)
  if (used < (portal.switches.session_dies_after ?? Number.POSITIVE_INFINITY)) return id
  sessions.delete(id)
  return null
}

async function signIn(request: IncomingMessage, response: ServerResponse, place: Place): Promise<void> {
  let body = ""
  for await (const part of request) body += part
  const fields = new URLSearchParams(body)
  const { account, portal, sessions } = place
  const known = fields.get("j_username") === account.user && fields.get("j_password") === account.password
  if (!known || portal.switches.wrong_password) return redirect(response, `${BASE}/login?login_error=t`)
  const id = `${randomUUID()}.worker1`
  sessions.set(id, 0)
  response.setHeader("set-cookie", [
    `JSESSIONID=${id}; Path=${BASE}/; HttpOnly`,
    "KSESSIONID-KBOPUB=one; Path=/",
  ])
  redirect(response, `${BASE}/affiliation/index`)
}

function sendFile(
  request: IncomingMessage,
  response: ServerResponse,
  { portal }: Place,
  name: string | undefined,
  language: Language,
): void {
  const { switches } = portal
  const file = portal.files.find((one) => one.name === name && !switches.gone?.includes(one.name))
  if (!file) end(response, 404)
  else if (takes(switches, "busy_times")) end(response, 503, { "retry-after": "1" })
  else if (takes(switches, "page_for_zip_times")) page(response, loginPage(language))
  else sendBytes(request, response, file, switches)
}

function sendBytes(
  request: IncomingMessage,
  response: ServerResponse,
  file: PortalFile,
  switches: Switches,
): void {
  const from = switches.ranges_ignored
    ? 0
    : Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? "")?.[1] ?? 0)
  const body = file.bytes.subarray(from)
  response.statusCode = from > 0 ? 206 : 200
  response.setHeader("content-type", "application/zip")
  if (from > 0)
    response.setHeader("content-range", `bytes ${from}-${file.bytes.length - 1}/${file.bytes.length}`)
  if (!switches.no_length) response.setHeader("content-length", body.length)
  if (!takes(switches, "cut_off_times")) response.end(body)
  else
    response.write(body.subarray(0, Math.floor(body.length / 2)), () =>
      setTimeout(() => response.destroy(), 20),
    )
}

/** Whether it goes wrong this time. */
function takes(switches: Switches, name: "busy_times" | "page_for_zip_times" | "cut_off_times"): boolean {
  const left = switches[name] ?? 0
  switches[name] = Math.max(0, left - 1)
  return left > 0
}

function page(response: ServerResponse, html: string): void {
  response.writeHead(200, { "content-type": "text/html;charset=UTF-8" }).end(html)
}

function redirect(response: ServerResponse, location: string): void {
  response.writeHead(302, { location }).end()
}

function end(response: ServerResponse, status: number, headers: Record<string, string> = {}): void {
  response.writeHead(status, headers).end()
}
