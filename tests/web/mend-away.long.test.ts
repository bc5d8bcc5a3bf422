import type { Page } from "playwright-core"
import { expect, test } from "vitest"
import { cells, importButton } from "./mending.ts"
import { sharedSite, stateChip } from "./site.ts"

const site = sharedSite(null)

/** The page of an import of which two rows could not be used. */
async function opened(who: string) {
  const form = new FormData()
  const lines = ["email,first_name", "eva@example.org,Eva", `${who},One`, "cas,Two"]
  form.append("file", new Blob([lines.join("\n")]), "people.csv")
  form.append("options", JSON.stringify({ on_row_errors: "skip" }))
  const response = await fetch(`${site.url}/api/import/contacts/prepare`, { method: "POST", body: form })
  const { job_id } = (await response.json()) as { job_id: string }
  const open = await site.open(`/imports/${job_id}`)
  await stateChip(open.page, "Completed with errors").waitFor({ timeout: 60_000 })
  await importButton(open.page, 0).waitFor()
  const cell = open.page.getByRole("gridcell", { name: who })
  await cell.click()
  return { ...open, cell }
}

test("a paste of which the rows cannot be read is said to be lost", async () => {
  const { page, troubles } = await opened("ann")
  await page.context().setOffline(true)
  await page.evaluate(() => {
    const clipboardData = new DataTransfer()
    clipboardData.setData("text/plain", "bob@example.org\ncas@example.org")
    document.activeElement?.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true }))
  })
  await page.getByText("What was pasted was not taken. The server cannot be reached.").waitFor()
  await page.context().setOffline(false)
  await importButton(page, 0).waitFor()
  expect(troubles).toEqual([])
}, 120_000)

test("what is typed while the server is away or busy stays, and is kept when it is back", async () => {
  const { page, troubles } = await opened("bob")
  const tries = [{ status: 503 }, { status: 429 }]
  await page.route("**/mend", async (route) => {
    const next = tries.shift()
    const problem = { type: "about:blank", title: "Busy", code: "busy_elsewhere", detail: "It is busy." }
    if (next) await route.fulfill({ ...next, json: { ...problem, ...next } })
    else await route.continue()
  })
  await page.keyboard.type("bob@example.org")
  await page.context().setOffline(true)
  await page.keyboard.press("Enter")
  await page.getByText("What was typed is not kept yet.").waitFor()
  await cells(page).getByText("bob@example.org").waitFor()
  await page.context().setOffline(false)
  await importButton(page, 1).waitFor({ timeout: 40_000 })
  expect(tries).toEqual([])
  expect(await page.getByText("What was typed is not kept yet.").count()).toBe(0)
  await page.reload()
  await cells(page).getByText("bob@example.org").waitFor()
  expect(troubles).toEqual([])
}, 120_000)

test("what is typed and refused goes, and the refusal is said", async () => {
  const { page, cell } = await opened("dan")
  await page.route("**/mend", (route) =>
    route.fulfill({
      status: 409,
      json: {
        type: "about:blank",
        title: "No",
        status: 409,
        code: "illegal_transition",
        detail: "It is over.",
      },
    }),
  )
  await page.keyboard.type("dan@example.org")
  await page.keyboard.press("Enter")
  await page.getByText("It is over.").waitFor()
  await cell.getByText("dan", { exact: true }).waitFor()
}, 120_000)

/** The page of an import of these rows that is held, as two people have it open. */
async function heldTwice(...lines: string[]) {
  const form = new FormData()
  form.append("file", new Blob([["email,first_name", ...lines].join("\n")]), "held.csv")
  form.append("options", JSON.stringify({ on_row_errors: "hold" }))
  const sent = { method: "POST", body: form }
  const { job_id } = await (await fetch(`${site.url}/api/import/contacts/prepare`, sent)).json()
  const open = await site.open(`/imports/${job_id}`)
  return { ...open, other: await site.open(`/imports/${job_id}`) }
}

test("what is being typed stays when somebody else imports the other rows meanwhile", async () => {
  const { page, other, troubles } = await heldTwice("bo at held.example,Bo", "an@held.example,An")
  await cells(page).getByRole("gridcell", { name: "bo at held.example" }).dblclick()
  const box = page.getByRole("textbox", { name: /^Email, Line/ })
  await box.fill("bo@held.example")
  await other.page.getByRole("button", { name: "Import the rest" }).click()
  await stateChip(page, "Completed with errors").waitFor()
  expect(await box.inputValue()).toBe("bo@held.example")
  expect(troubles).toEqual([])
})

test("what is being typed stays in its row when somebody else mends the row before it", async () => {
  const bad = ["bo", "cas", "dan"].map((name) => `${name} at held.example,${name}`)
  const { page, other, troubles } = await heldTwice(...bad, "an@held.example,An")
  const cellOf = (name: string) => cells(page).getByRole("gridcell", { name: `${name} at held.example` })
  await cellOf("cas").dblclick()
  const box = page.getByRole("textbox", { name: "Email, Line 3" })
  await box.fill("cas@held.example")
  await cells(other.page).getByRole("gridcell", { name: "bo at held.example" }).click()
  await other.page.keyboard.type("bo@held.example")
  await other.page.keyboard.press("Enter")
  await importButton(other.page, 1).click()
  await cellOf("bo").waitFor({ state: "detached", timeout: 40_000 })
  expect(await box.inputValue()).toBe("cas@held.example")
  // Whoever presses another cell has left this one, and is in that one.
  await cellOf("dan").click()
  await cells(page).getByRole("gridcell", { name: "cas@held.example" }).waitFor()
  await page.getByText("Line 4, Email: “dan at held.example”").waitFor()
  await importButton(page, 1).waitFor()
  expect(troubles).toEqual([])
})

test("what is being typed into a row that somebody else mends is said not to be kept", async () => {
  const bad = ["eve", "fay"].map((name) => `${name} at held.example,${name}`)
  const { page, other, troubles } = await heldTwice(...bad, "ann@held.example,Ann")
  await cells(page).getByRole("gridcell", { name: "eve at held.example" }).dblclick()
  await page.getByRole("textbox", { name: "Email, Line 2" }).fill("eva@held.example")
  await cells(other.page).getByRole("gridcell", { name: "eve at held.example" }).click()
  await other.page.keyboard.type("eve@held.example")
  await other.page.keyboard.press("Enter")
  await importButton(other.page, 1).click()
  await page.getByText("The row was mended by").waitFor({ timeout: 40_000 })
  expect(await cells(page).evaluate((grid) => grid === document.activeElement)).toBe(true)
  expect(troubles).toEqual([])
})

test("a change of all alike is of what was chosen, also when somebody else mends the others meanwhile", async () => {
  const said = ["all at x", "all at x", "all at x", "two at x", "two at x", "one at x"]
  const { page, other, troubles } = await heldTwice(
    ...said.map((email, i) => `${email},${i}`),
    "a@held.example,A",
  )
  const says = ({ page }: { page: Page }) => page.getByLabel("Bad email, Email: where it says")
  const by = ({ page }: { page: Page }) => page.getByLabel("Bad email, Email: replace by")
  await says({ page }).selectOption({ label: "“one at x” 1 time" })
  await by({ page }).fill("one@held.example")
  await says(other).selectOption({ label: "“two at x” 2 times" })
  await by(other).fill("two@held.example")
  await other.page.getByRole("button", { name: /: Replace in 2 rows$/ }).click()
  await cells(page).getByText("two@held.example").first().waitFor({ timeout: 40_000 })
  expect(await by({ page }).inputValue()).toBe("one@held.example")
  await page.getByRole("button", { name: /: Replace in 1 row$/ }).click()
  await importButton(page, 3).waitFor()
  await expect.poll(() => by({ page }).inputValue()).toBe("")
  expect(await cells(page).getByText("one@held.example").count()).toBe(1)
  expect(troubles).toEqual([])
})
