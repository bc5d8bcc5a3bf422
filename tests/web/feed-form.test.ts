import { expect, test } from "vitest"
import { describeDataset } from "../../lib/datasets/describe.ts"
import { listDatasets } from "../../lib/datasets/index.ts"
import { readFeedForm } from "../../web/feeds/read-feed-form.ts"

const register = listDatasets()
  .map(describeDataset)
  .find(({ dataset }) => dataset === "daily-update")

/** What is read of a form of a feed of the register with these fields. */
function read(fields: Record<string, string>, before = {}) {
  if (!register) throw new Error("there is no register")
  const form = new FormData()
  const said = { name: "register", schedule: "0 6 * * *", time_zone: "Europe/Brussels", ...fields }
  for (const [name, value] of Object.entries(said)) form.set(name, value)
  return readFeedForm(form, register, "kbo", before)
}

test("a feed that is changed keeps the options that the form has no field for, and no other", () => {
  const stored = { allow_mass_close: true, on_mass_close: "hold", allow_gap: true, dry_run: false }
  const { request } = read({ max_retries: "5" }, stored)
  expect(request?.options).toMatchObject({ allow_mass_close: true, on_mass_close: "hold", max_retries: 5 })
  expect(request?.options).not.toHaveProperty("dry_run")
  expect(request?.options.allow_gap ?? false).toBe(false)
})

test("a feed is never stale only where its field is empty; no days are refused at the field", () => {
  expect(read({ stale_after: " " }).request?.stale_after).toBeNull()
  expect(read({ stale_after: "0.5" }).request?.stale_after).toBe(0.5)
  for (const days of ["0", "-1", "367", "soon"])
    expect(read({ stale_after: days }).errors).toEqual({
      stale_after: "Give a number of days above 0, at most 366.",
    })
})
