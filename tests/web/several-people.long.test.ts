import { expect, test } from "vitest"
import { holdAfterFirstBatch, sharedSite, startImport, stateChip } from "./site.ts"

const PEOPLE = { An: "admin", Bob: "admin", Vic: "viewer" } as const
const keyOf = (name: string) => `the key of ${name}, which is long enough`
const keys = Object.entries(PEOPLE).map(([name, role]) => ({ name, role, key: keyOf(name) }))
const site = sharedSite(["--rows", "400", "--full"], {
  SLUICE_API_KEYS: JSON.stringify(keys),
  SLUICE_SESSION_SECRET: "sixteen characters at least",
})

async function signedIn(name: keyof typeof PEOPLE) {
  const open = await site.open()
  await open.page.getByLabel("Your key").fill(keyOf(name))
  await open.page.getByRole("button", { name: "Sign in" }).click()
  await open.page.getByText(`${name} (${PEOPLE[name]})`).waitFor()
  return open
}

test("two admins and a viewer at one import see the same, and who did what; what one stops stops for all, and nothing is done twice", async () => {
  const [an, bob, vic] = await Promise.all([signedIn("An"), signedIn("Bob"), signedIn("Vic")])
  const release = await holdAfterFirstBatch(an.page)
  await startImport(an.page, /0140/)
  const path = new URL(an.page.url()).pathname
  await stateChip(an.page, "Importing").waitFor()
  for (const { page } of [bob, vic]) {
    await page.getByRole("link", { name: /140/ }).first().click()
    await page.waitForURL(`**${path}`)
  }
  await bob.page.getByRole("button", { name: "Pause" }).click()
  await release()
  for (const { page } of [an, bob, vic]) await stateChip(page, "Paused").waitFor()
  expect(await vic.page.getByRole("button", { name: /Resume|Cancel|Undo/ }).count()).toBe(0)

  await an.page.getByRole("button", { name: "Resume" }).click()
  for (const { page } of [an, bob, vic]) await stateChip(page, "Completed").waitFor({ timeout: 60_000 })
  for (const { page } of [an, bob, vic]) await page.getByText("Every row read is accounted for.").waitFor()

  await bob.page.getByRole("button", { name: "Undo", exact: true }).click()
  await bob.page.getByRole("dialog").getByRole("button", { name: "Undo the import" }).click()
  for (const { page } of [an, bob, vic]) await stateChip(page, "Undone").waitFor({ timeout: 60_000 })
  const answer = await fetch(`${site.url}/api${path}/audit?limit=500`, {
    headers: { authorization: `Bearer ${keyOf("Vic")}` },
  })
  const { events } = (await answer.json()) as {
    events: { event: string; from: string | null; actor: string }[]
  }
  const actors = (event: string, from: string) =>
    events.filter((one) => one.event === event && one.from === from).map(({ actor }) => actor)
  expect(actors("job.paused", "processing")).toEqual(["Bob"])
  expect(actors("job.processing", "paused")).toEqual(["An"])
  expect(actors("job.rolling_back", "completed")).toEqual(["Bob"])
  expect(events.filter(({ actor }) => actor === "Vic")).toEqual([])
  for (const { troubles } of [an, bob, vic]) expect(troubles).toEqual([])
}, 180_000)
