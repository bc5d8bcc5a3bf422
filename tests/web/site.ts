import { createRequire } from "node:module"
import type { Browser, BrowserContextOptions, Page } from "playwright-core"
import { afterAll, beforeAll, onTestFinished } from "vitest"
import { ownDatabase, runScript, startServer } from "../http/own-server.ts"
import { type Environment, environmentOf, whicheverIsOpen } from "../support/current.ts"
import { launchBrowser } from "./browser.ts"
import { buildPage } from "./built-page.ts"

const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
const AXE = createRequire(import.meta.url).resolve("axe-core/axe.min.js")
/** A server that goes away or a refusal is something the browser itself tells; what the page does about it is tested. */
const BROWSER_TELLS = /Failed to load resource|net::ERR_/

/** A page, and every error it ran into. */
export interface Open {
  page: Page
  troubles: string[]
}

/** A server on a database of its own with made-up extracts, and a browser to look at it. */
export interface Site {
  url: string
  env: Record<string, string>
  browser: Browser
  open(path?: string, options?: BrowserContextOptions): Promise<Open>
  /** Ends the server, as a person does; the page stays. */
  stop(): Promise<void>
  /** Starts it again at the same address. */
  start(): Promise<void>
  close(): Promise<void>
}

/** One batch a call, so that an import takes long enough to be watched, paused and lost sight of. */
const UNHURRIED = { SLUICE_STRIDE_SECONDS: "0" }

/** `sample` are arguments of the sample writer; null for none. */
export async function openSite(sample: string[] | null, more: Record<string, string> = {}): Promise<Site> {
  const { env: own, remove } = ownDatabase()
  const env: Record<string, string> = { ...own, ...UNHURRIED, ...more }
  const [, , browser] = await Promise.all([
    buildPage(),
    sample && runScript("sample", env, ...sample, "--out", env.SLUICE_FILES ?? ""),
    launchBrowser(),
  ])
  let server = await startServer(env)
  const stop = async () => {
    server.kill("SIGTERM")
    await server.ended
  }
  return {
    url: server.url,
    env,
    browser,
    open: (path = "/", options = {}) => openPage(browser, server.url + path, options),
    stop,
    async start() {
      server = await startServer({ ...env, PORT: new URL(server.url).port })
    },
    async close() {
      await browser.close()
      await stop()
      remove()
    },
  }
}

/** One for all tests of a file. */
export function sharedSite(sample: string[] | null, environment: Environment = {}): Site {
  let current: Site
  beforeAll(async () => {
    current = await openSite(sample, environmentOf(environment))
  }, 180_000)
  afterAll(() => current.close())
  return whicheverIsOpen(() => current)
}

async function openPage(browser: Browser, url: string, options: BrowserContextOptions): Promise<Open> {
  const context = await browser.newContext({ viewport: { width: 1200, height: 900 }, ...options })
  context.setDefaultTimeout(20_000)
  // A page that stays open goes on asking the server, and is drawn.
  onTestFinished(() => context.close())
  const page = await context.newPage()
  const troubles: string[] = []
  page.on("pageerror", (error) => troubles.push(error.message))
  page.on("console", (message) => {
    const text = message.text()
    if (message.type() === "error" && !BROWSER_TELLS.test(text)) troubles.push(text)
  })
  await page.goto(url)
  return { page, troubles }
}

interface Axe {
  run(root: Document, options: object): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }>
}

/** What the code calls things, and nobody else does. */
const OURS = /\b(drives?|driven|driver|claim(?:s|ed)?|leases?|staging|staged?|finali[sz]e[ds]?)\b/gi

/**
 * What axe finds wrong with the page as it is shown, and words on it that are the code's; the context must bypass the page's
 * policy to let axe in.
 */
export async function violations(page: Page): Promise<string[]> {
  await page.addScriptTag({ path: AXE })
  const words = (await page.locator("main").innerText()).match(OURS) ?? []
  const found = await page.evaluate(async (rules) => {
    const { axe } = globalThis as unknown as { axe: Axe }
    const found = await axe.run(document, { runOnly: rules })
    return found.violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`)
  }, RULES)
  return [...found, ...words.map((word) => `word: ${word}`)]
}

/** Goes to a step on the way to an import. */
export async function toStep(page: Page, name: "File" | "Look" | "Columns" | "Check"): Promise<void> {
  await page.getByRole("list", { name: "Steps" }).getByRole("button", { name }).click()
}

/** Goes the rest of the way to an import, and begins it. */
export async function begin(page: Page): Promise<void> {
  await toStep(page, "Check")
  await page.getByRole("button", { name: "Start the import" }).click()
}

/** Imports a stored file from the start page, and is then on the page of the import. */
export async function startImport(page: Page, file: RegExp, dryRun = false): Promise<void> {
  const files = page.getByLabel("File", { exact: true })
  const option = page.locator("option").filter({ hasText: file })
  await files.selectOption(
    await option
      .first()
      .textContent()
      .then((text) => text ?? ""),
  )
  await toStep(page, "Check")
  if (dryRun) await page.getByLabel("Dry run").check()
  await begin(page)
  await page.waitForURL("**/imports/*")
}

/** Lets the page do one batch, so that most are left however slow the machine; answers what lets it go on. */
export async function holdAfterFirstBatch(page: Page): Promise<() => Promise<void>> {
  let release = () => {}
  const released = new Promise<void>((done) => {
    release = done
  })
  let asked = 0
  await page.route("**/process-batch", async (route) => {
    asked += 1
    if (asked > 1) await released
    await route.continue()
  })
  return async () => {
    release()
    await page.unrouteAll({ behavior: "wait" })
  }
}

/** The word of the state chip beside the title. */
export function stateChip(page: Page, word: string) {
  return page.locator(".job-title .chip").getByText(word, { exact: true })
}
