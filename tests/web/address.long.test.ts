import { writeFileSync } from "node:fs"
import { join } from "node:path"
import { expect, test } from "vitest"
import { sharedSite, startImport, stateChip, toStep } from "./site.ts"

const site = sharedSite(["--rows", "3000", "--changes", "1000", "--updates", "1"], {
  SLUICE_STRIDE_SECONDS: "1",
})

test("what is chosen on a page is in its address: Back, a reload and a copied address bring it back", async () => {
  const { page, troubles } = await site.open()
  await page.getByRole("button", { name: "Import the sample" }).click()
  await stateChip(page, "Completed").waitFor()
  await page.goto(site.url)
  await page.getByRole("link", { name: /140/ }).waitFor()
  await page.getByLabel("State").selectOption({ label: "Undone" })
  await page.getByText("No import fits.").waitFor()
  const copied = await site.open(page.url().replace(site.url, ""))
  await copied.page.getByText("No import fits.").waitFor()
  await page.goBack()
  await page.getByRole("link", { name: /140/ }).click()
  const parts = page.getByRole("navigation", { name: "More about this import" })
  await parts.getByRole("link", { name: "Options" }).click()
  await page.getByText("SHA-256 of the file").waitFor()
  await page.reload()
  await page.getByText("SHA-256 of the file").waitFor()
  await parts.getByRole("link", { name: "Batches" }).click()
  await page.getByText("All batches as a list").click()
  await page.getByRole("button", { name: /Activities, add, batch 1$/ }).click()
  const drawer = page.getByRole("dialog", { name: "Activities, add, batch 1" })
  await drawer.getByText("Attempts").waitFor()
  await page.reload()
  await drawer.getByText("Attempts").waitFor()
  await page.goBack()
  await drawer.waitFor({ state: "detached" })
  await page.getByRole("group", { name: "List of batches" }).waitFor()
  await page.reload()
  await page.getByRole("group", { name: "List of batches" }).waitFor()
  await page.goBack()
  await page.getByText("SHA-256 of the file").waitFor()
  expect([...troubles, ...copied.troubles]).toEqual([])
})

test("what is being begun is in the address too: what is imported, from which stored file, and how far one is", async () => {
  for (const name of ["people-b.csv", "people-a.csv"]) {
    writeFileSync(join(site.env.SLUICE_FILES ?? "", name), `email,city\n${name}@example.com,Gent\n`)
  }
  const { page, troubles } = await site.open()
  await page.getByLabel("Dataset", { exact: true }).first().selectOption({ label: "Contacts" })
  const file = page.getByLabel("File", { exact: true })
  await file.selectOption({
    label: (await file.locator("option", { hasText: "people-b" }).textContent()) ?? "",
  })
  await toStep(page, "Columns")
  await page.getByText("people-b.csv@example.com").first().waitFor()
  await page.reload()
  await page.getByText("people-b.csv@example.com").first().waitFor()
  const copied = await site.open(page.url().replace(site.url, ""))
  await copied.page
    .getByRole("button", { name: "Columns" })
    .and(copied.page.locator("[aria-current=step]"))
    .waitFor()
  await copied.page.getByText("people-b.csv@example.com").first().waitFor()
  expect([...troubles, ...copied.troubles]).toEqual([])
})

test("a dry run is told from an import wherever it is named", async () => {
  const { page } = await site.open()
  await startImport(page, /0141/, true)
  await stateChip(page, "Dry run done").waitFor()
  await page.goto(site.url)
  const entry = page.getByRole("row", { name: /141/ })
  await entry.getByText("Dry run done", { exact: true }).waitFor()
  await page.getByLabel("State").selectOption({ label: "Completed" })
  await page.getByRole("link", { name: /140/ }).waitFor()
  await entry.waitFor({ state: "detached" })
  await page.getByLabel("State").selectOption({ label: "Dry run done" })
  await entry.waitFor()
})

test("an import that no longer fits what is asked for goes from the list by itself", async () => {
  const { page } = await site.open("/?state=paused")
  const post = async (call: string, body: object) => {
    const headers = { "content-type": "application/json" }
    const address = `${site.url}/api/import/qa-pairs/${call}`
    const response = await fetch(address, { method: "POST", headers, body: JSON.stringify(body) })
    return (await response.json()) as { job_id: string }
  }
  const rows = [{ question: "Does it go?", answer: "By itself." }]
  const { job_id } = await post("prepare", { rows, options: { on_row_errors: "hold" } })
  await post("control", { job_id, action: "pause" })
  const entry = page.getByRole("group", { name: "Imports" }).getByRole("link")
  await entry.waitFor()
  await post("control", { job_id, action: "cancel" })
  await entry.waitFor({ state: "detached" })
  await page.getByText("No import fits.").waitFor()
})
