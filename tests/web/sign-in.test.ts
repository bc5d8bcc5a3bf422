import { expect, test } from "vitest"
import { inLongRuns } from "../support/rounds.ts"
import { sharedSite, startImport, stateChip, violations } from "./site.ts"

const KEYS = {
  viewer: "a viewer's key that is long enough",
  operator: "an operator's key that is long enough",
  admin: "an admin's key that is long enough",
} as const
const keys = Object.entries(KEYS).map(([role, key]) => ({ name: `the ${role}`, role, key }))
const site = sharedSite(["--rows", "400", "--full"], {
  SLUICE_API_KEYS: JSON.stringify(keys),
  SLUICE_SESSION_SECRET: "sixteen characters at least",
})

async function signIn(key: string) {
  const open = await site.open("/", { bypassCSP: true })
  await open.page.getByLabel("Your key").fill(key)
  await open.page.getByRole("button", { name: "Sign in" }).click()
  return open
}

test("a wrong key is refused in words", async () => {
  const { page } = await signIn("guessed")
  await page.getByRole("alert").filter({ hasText: "not known" }).waitFor()
  expect(await violations(page)).toEqual([])
})

test("an operator signs in, imports, and stays signed in over a reload and a restart of the server", async () => {
  const { page, troubles } = await signIn(KEYS.operator)
  await page.getByText("the operator (operator)").waitFor()
  await startImport(page, /0140/)
  await stateChip(page, "Completed").waitFor()
  await page
    .getByText(/by the operator/)
    .first()
    .waitFor()
  await site.stop()
  await site.start()
  await page.reload()
  await stateChip(page, "Completed").waitFor()
  expect(await page.evaluate(() => document.cookie)).toBe("")
  await page.getByRole("button", { name: "Sign out" }).click()
  await page.getByLabel("Your key").waitFor()
  expect(troubles).toEqual([])
})

test("a viewer sees everything and is offered nothing", async () => {
  const { page, troubles } = await signIn(KEYS.viewer)
  await page.getByRole("link", { name: /140/ }).waitFor()
  expect(await page.getByRole("button", { name: "Start the import" }).count()).toBe(0)
  await page.getByRole("link", { name: /140/ }).click()
  await stateChip(page, "Completed").waitFor()
  await page.getByText("Every row read is accounted for.").waitFor()
  const buttons = await page.locator(".actions button").allInnerTexts()
  expect(buttons.map((text) => text.trim())).toEqual(["Refresh"])
  expect(troubles).toEqual([])
})

inLongRuns("feeds are set up by an admin, run by an operator and looked at by a viewer", async () => {
  const body = {
    ...{ name: "people", dataset: "contacts", source: { prefix: "people-" }, schedule: "0 7 * * *" },
    ...{ time_zone: "UTC", notify: "ann@example.com" },
  }
  const headers = { "content-type": "application/json", authorization: `Bearer ${KEYS.admin}` }
  await fetch(`${site.url}/api/feeds`, { method: "POST", headers, body: JSON.stringify(body) })
  const buttons = async (key: string) => {
    const { page } = await signIn(key)
    await page.getByRole("link", { name: "Feeds" }).click()
    await page.getByText(/^A mail to a/).waitFor()
    return (await page.locator(".feed .actions > *").allInnerTexts()).map((text) => text.trim())
  }
  expect(await buttons(KEYS.admin)).toEqual(["Run now", "Pause", "Change", "Remove"])
  expect(await buttons(KEYS.operator)).toEqual(["Run now"])
  expect(await buttons(KEYS.viewer)).toEqual([])
})
