import type { IncomingMessage, ServerResponse } from "node:http"
import { type Language, loginPage } from "./pages.ts"

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

/** Sends a file, or what goes wrong with it. */
export function sendFile(
  request: IncomingMessage,
  response: ServerResponse,
  { files, switches }: { files: PortalFile[]; switches: Switches },
  name: string | undefined,
  language: Language,
): void {
  const file = files.find((one) => one.name === name && !switches.gone?.includes(one.name))
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

export function page(response: ServerResponse, html: string): void {
  response.writeHead(200, { "content-type": "text/html;charset=UTF-8" }).end(html)
}

export function redirect(response: ServerResponse, location: string): void {
  response.writeHead(302, { location }).end()
}

export function end(response: ServerResponse, status: number, headers: Record<string, string> = {}): void {
  response.writeHead(status, headers).end()
}
