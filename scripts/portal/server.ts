import { randomUUID } from "node:crypto"
import { createServer, type IncomingMessage, type ServerResponse } from "node:http"
import type { AddressInfo } from "node:net"
import { LANGUAGES, listingPage, loginPage } from "./pages.ts"
import { end, type PortalFile, page, redirect, type Switches, sendFile } from "./send.ts"

const BASE = "/kbo-open-data"

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
  sendFile(request, response, place.portal, name, language)
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
