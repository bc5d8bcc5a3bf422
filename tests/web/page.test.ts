import { execFileSync } from "node:child_process"
import { createRequire } from "node:module"
import { resolve } from "node:path"
import type { Browser, Page } from "playwright-core"
import { afterAll, beforeAll, expect, test } from "vitest"
import { ownFolder, runScript, startServer } from "../http/own-server.ts"
import { launchBrowser } from "./browser.ts"

const ROOT = resolve(import.meta.dirname, "../..")
const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
const { env, remove } = ownFolder()
let browser: Browser
let server: Awaited<ReturnType<typeof startServer>>

beforeAll(async () => {
  // As a process of its own: in this one NODE_ENV says test, and the page would be built for development.
  const { NODE_ENV: _test, ...asUsual } = process.env
  execFileSync(process.execPath, ["node_modules/vite/bin/vite.js", "build", "web", "--logLevel", "warn"], {
    cwd: ROOT,
    env: asUsual,
  })
  await runScript("migrate.ts", env)
  await runScript("sample.ts", env, "--rows", "400", "--full", "--out", env.SLUICE_FILES ?? "")
  server = await startServer(env)
  browser = await launchBrowser()
}, 60_000)
afterAll(async () => {
  await browser?.close()
  server?.kill("SIGTERM")
  await server?.ended
  remove()
})

/** A page that remembers every error it runs into. */
async function open(path: string): Promise<{ page: Page; troubles: string[] }> {
  const page = await browser.newPage()
  const troubles: string[] = []
  page.on("pageerror", (error) => troubles.push(error.message))
  page.on("console", (message) => {
    if (message.type() === "error") troubles.push(message.text())
  })
  await page.goto(server.url + path)
  return { page, troubles }
}

async function violations(page: Page): Promise<string[]> {
  // The policy of the page lets no foreign script in; axe comes in beside it.
  const source = createRequire(import.meta.url).resolve("axe-core/axe.min.js")
  await page.addScriptTag({ path: source }).catch(() => {})
  return page.evaluate(async (rules) => {
    const { axe } = globalThis as unknown as {
      axe: {
        run(
          root: Document,
          options: object,
        ): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }>
      }
    }
    const found = await axe.run(document, { runOnly: rules })
    return found.violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`)
  }, RULES)
}

test("a stored file is imported to the end from the page, and the page tells so", async () => {
  const { page, troubles } = await open("/")
  await page.getByRole("button", { name: "Import" }).click()
  await page.getByRole("status").filter({ hasText: "Done" }).waitFor()
  const row = page.getByRole("row").filter({ hasText: "completed" })
  await row.waitFor()
  expect(await row.getByRole("rowheader").textContent()).toContain("140")
  expect(await page.getByRole("alert").count()).toBe(0)
  expect(troubles).toEqual([])
})

test("importing the same file again is answered, not done twice", async () => {
  const { page } = await open("/any/path/is/the/page")
  await page.getByRole("button", { name: "Import" }).click()
  await page
    .getByRole("status")
    .or(page.getByRole("alert"))
    .filter({ hasText: /already|before/ })
    .waitFor()
})

test("the page has no accessibility violations in either colour scheme", async () => {
  for (const colorScheme of ["light", "dark"] as const) {
    const context = await browser.newContext({ bypassCSP: true, colorScheme })
    const page = await context.newPage()
    await page.goto(server.url)
    await page.getByRole("table").waitFor()
    expect(await violations(page)).toEqual([])
    await context.close()
  }
})
