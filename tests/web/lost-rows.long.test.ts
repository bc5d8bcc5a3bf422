import { writeFileSync } from "node:fs"
import { join } from "node:path"
import { expect, test } from "vitest"
import { runScript } from "../http/own-server.ts"
import { handmade } from "../support/handmade.ts"
import { sharedSite, startImport, stateChip, violations } from "./site.ts"

const site = sharedSite(["--rows", "400", "--full"])

test("things that lost their row are named before all else, and the way to import again follows the undoing", async () => {
  const before = await site.open()
  await startImport(before.page, /0140/)
  await stateChip(before.page, "Completed").waitFor({ timeout: 40_000 })
  const answer = await fetch(`${site.url}/api/data/enterprise?limit=1`)
  const [row] = ((await answer.json()) as { rows: { entity_number: string }[] }).rows
  const number = row?.entity_number ?? ""
  const lines = {
    enterprise_delete: [`"${number}"`],
    enterprise_insert: [`"${number}","AC","000","2","014",,31-02-2003`],
  }
  const { bytes } = await handmade({ number: 141, type: "update", lines })
  const file = join(site.env.SLUICE_FILES ?? "", "again.zip")
  writeFileSync(file, bytes)
  await runScript("import", site.env, file)

  const { page, troubles } = await site.open("/", { bypassCSP: true })
  await page.getByRole("link", { name: /141/ }).click()
  const told = page.getByRole("alert").filter({ hasText: "1 entity has no current row any more" })
  await told.waitFor()
  expect(await told.innerText()).toContain(number)
  const panel = page.locator(".panel").filter({ has: told })
  await panel.locator("summary").click()
  await panel.getByRole("row", { name: number }).waitFor()
  expect(await violations(page)).toEqual([])

  const link = page.getByRole("link", { name: "Import the file again, or a corrected one" })
  expect(await link.count()).toBe(0)
  await page.getByRole("button", { name: "Undo", exact: true }).click()
  await page.getByRole("dialog").getByRole("button", { name: "Undo the import" }).click()
  await link.click()
  await page.getByRole("heading", { name: "Start an import" }).waitFor()
  expect(troubles).toEqual([])
}, 60_000)
