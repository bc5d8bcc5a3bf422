import type { IncomingMessage } from "node:http"
import { Readable } from "node:stream"
import { retryAfterOf } from "../../clock.ts"
import { mostUploadBytes } from "../../config.ts"
import { isShortOf } from "../../deadline.ts"
import type { Effects } from "../../effects.ts"
import { type Problem, problem } from "../../errors.ts"
import { requestOnce } from "../../store/download-request.ts"
import type { ReceivedFile } from "../../store/stored.ts"
import { type ListedExtract, type PortalPage, readPage } from "./listing.ts"

const MOST_HOPS = 5
const IDLE_MS = 30_000
const LONGEST_PAGE = 4_000_000
const BETWEEN_FILES_MS = 1_000
const MOST_TRIES = 3
const USUAL_WAIT_MS = 5_000
const LONGEST_WAIT_MS = 60_000

const HEADERS = {
  "user-agent": "Mozilla/5.0 (compatible; Sluice)",
  accept: "text/html,application/zip,*/*",
  "accept-language": "en",
}

interface Answered {
  answer: IncomingMessage
  url: URL
}

export function notConfigured(): Problem {
  const detail = "There is no account of the KBO portal: set SLUICE_KBO_USER and SLUICE_KBO_PASSWORD."
  return problem(422, "portal_not_configured", detail)
}

/** One session at the portal: signed in once, one request after the other. */
export class Portal {
  private readonly cookies = new Map<string, string>()
  private readonly account: { url: string; user: string; password: string }
  private readonly effects: Effects
  private signedIn = false

  /** Throws Problem 422 `portal_not_configured`. */
  constructor(effects: Effects) {
    const { kbo } = effects.config
    if (kbo === null) throw notConfigured()
    this.account = kbo
    this.effects = effects
  }

  /**
   * The extracts that are listed. Throws Problem 422 `portal_password` where the portal does not take the account, `portal_empty` where it lists
   * nothing, `portal_failed` otherwise.
   */
  async list(): Promise<ListedExtract[]> {
    const page = await this.page("/affiliation/xml/?files")
    if (page.extracts.length > 0) return page.extracts
    const detail =
      "Signed in to the KBO portal, but it lists no extract at all. Look at its page: it may have changed."
    throw problem(422, "portal_empty", detail)
  }

  /** Fetches a file into the store; null where it is listed and not there. Throws Problem 422 `portal_failed`. */
  async fetch({ name }: ListedExtract): Promise<ReceivedFile | null> {
    await this.effects.clock.wait(BETWEEN_FILES_MS)
    for (let tries = 1; ; tries += 1) {
      const { answer } = await this.get(`/affiliation/xml/files/${name}`)
      if (!isPage(answer) && answer.statusCode === 200) {
        const max_bytes = mostUploadBytes(this.effects.config)
        try {
          return await this.effects.store.receive(this.bytes(answer, name), name, { max_bytes })
        } catch (error) {
          if (tries >= MOST_TRIES || this.isOver()) throw error
          continue
        }
      }
      answer.destroy()
      if (answer.statusCode === 404) return null
      // A page instead of a ZIP: the session is over.
      if (!isPage(answer) || tries > 1) throw failed(`it answers ${answer.statusCode} for ${name}`)
      this.signedIn = false
      await this.signIn()
    }
  }

  private isOver(): boolean {
    return isShortOf(this.effects, 10)
  }

  /** The bytes of a file. Where they break off they go on behind the last one, if the portal does that. */
  private bytes(first: IncomingMessage, name: string): Readable {
    const portal = this
    async function* all() {
      let answer = first
      let sent = 0
      const length = Number(first.headers["content-length"] ?? Number.NaN)
      for (let tries = 0; ; tries += 1) {
        try {
          for await (const chunk of answer) {
            sent += (chunk as Buffer).length
            yield chunk as Buffer
          }
          if (Number.isNaN(length) || sent >= length) return
        } catch (error) {
          if (tries >= MOST_TRIES) throw error
        }
        if (tries >= MOST_TRIES) throw failed(`${name} was cut off after ${sent} bytes`)
        const resumed = await portal.get(`/affiliation/xml/files/${name}`, { range: `bytes=${sent}-` })
        const from = /^bytes (\d+)-/.exec(resumed.answer.headers["content-range"] ?? "")?.[1]
        if (resumed.answer.statusCode !== 206 || Number(from) !== sent) {
          resumed.answer.destroy()
          throw failed(`${name} was cut off after ${sent} bytes, and is given from its beginning only`)
        }
        answer = resumed.answer
      }
    }
    return Readable.from(all())
  }

  /** A page for members, signing in first where that is needed, and once again where the session has ended. */
  private async page(path: string): Promise<PortalPage> {
    if (!this.signedIn) await this.signIn()
    for (let tries = 1; ; tries += 1) {
      const { answer } = await this.get(path)
      const page = readPage(await textOf(answer))
      if (answer.statusCode === 200 && page.form === null && page.signed_in) return page
      if (tries > 1) throw failed("it does not show that somebody is signed in")
      await this.signIn()
    }
  }

  private async signIn(): Promise<void> {
    const { answer, url } = await this.get("/login?lang=en")
    const { form } = readPage(await textOf(answer))
    if (form === null) throw failed(`its page to sign in has no form (${answer.statusCode})`)
    const { user, password } = this.account
    const fields = { ...form.hidden, j_username: user, j_password: password }
    const target = new URL(form.action, url).href
    if (new URL(target).origin !== new URL(this.account.url).origin)
      throw failed("its form leads to another host")
    const got = await this.ask(target, { method: "POST", body: new URLSearchParams(fields).toString() })
    const page = readPage(await textOf(got.answer))
    if (got.url.searchParams.has("login_error") || page.form !== null) {
      const detail =
        "The KBO portal does not take SLUICE_KBO_USER and SLUICE_KBO_PASSWORD. Put them right, then resume the feed: it is not tried again by itself."
      throw problem(422, "portal_password", detail)
    }
    if (!page.signed_in) throw failed("it does not show that somebody is signed in")
    this.signedIn = true
  }

  private get(path: string, headers: Record<string, string> = {}): Promise<Answered> {
    return this.patiently(() => this.ask(`${this.account.url}${path}`, { headers }))
  }

  /** Comes back later where the portal says when. */
  private async patiently(ask: () => Promise<Answered>): Promise<Answered> {
    for (let tries = 1; ; tries += 1) {
      const got = await ask()
      if (got.answer.statusCode !== 503 && got.answer.statusCode !== 429) return got
      got.answer.destroy()
      const { clock } = this.effects
      const ms = retryAfterOf(got.answer.headers["retry-after"], clock.now()) ?? USUAL_WAIT_MS
      if (tries >= MOST_TRIES || ms > LONGEST_WAIT_MS || this.isOver())
        throw failed(`it answers ${got.answer.statusCode}`)
      await clock.wait(ms)
    }
  }

  /** Asks and follows, at most so often, keeping the cookies of each hop; a file's answer has not been read. */
  private async ask(
    target: string,
    {
      method = "GET",
      body,
      headers = {},
    }: { method?: "GET" | "POST"; body?: string; headers?: Record<string, string> },
  ): Promise<Answered> {
    let url = new URL(target)
    let sending = body
    for (let hop = 0; hop <= MOST_HOPS; hop += 1) {
      const answer = await requestOnce(url.href, {
        allow: this.effects.config.url_allow,
        headers: { ...HEADERS, ...headers, ...this.cookieHeader(url), ...formHeaders(sending) },
        idle_ms: IDLE_MS,
        signal: new AbortController().signal,
        method: sending === undefined ? "GET" : method,
        ...(sending !== undefined && { body: sending }),
      })
      this.keepCookies(answer)
      const { location } = answer.headers
      const status = answer.statusCode ?? 0
      if (status < 300 || status >= 400 || location === undefined) return { answer, url }
      answer.destroy()
      url = new URL(location, url)
      sending = undefined
    }
    throw failed(`it redirects more than ${MOST_HOPS} times`)
  }

  /** To the portal itself only. */
  private cookieHeader(url: URL): Record<string, string> {
    if (url.origin !== new URL(this.account.url).origin || this.cookies.size === 0) return {}
    return { cookie: [...this.cookies].map(([name, value]) => `${name}=${value}`).join("; ") }
  }

  private keepCookies({ headers }: IncomingMessage): void {
    for (const cookie of headers["set-cookie"] ?? []) {
      const [, name, value] = /^([^=;]+)=([^;]*)/.exec(cookie) ?? []
      if (name !== undefined && value !== undefined) this.cookies.set(name.trim(), value)
    }
  }
}

function formHeaders(body: string | undefined): Record<string, string> {
  if (body === undefined) return {}
  return {
    "content-type": "application/x-www-form-urlencoded",
    "content-length": String(Buffer.byteLength(body)),
  }
}

const isPage = ({ headers }: IncomingMessage) => (headers["content-type"] ?? "").includes("text/html")

async function textOf(answer: IncomingMessage): Promise<string> {
  let text = ""
  answer.setEncoding("utf8")
  for await (const part of answer) {
    text += part
    if (text.length > LONGEST_PAGE) throw failed("its page is too long")
  }
  return text
}

function failed(why: string): Problem {
  return problem(
    422,
    "portal_failed",
    `The KBO portal cannot be used: ${why}. It is tried again when the feed is next due.`,
  )
}
