import { expect, test } from "vitest"
import { runForJson } from "./child.ts"

test.each([
  ["two minutes", ["--minutes", "2"]],
  ["a minute, the database in another process,", ["--minutes", "1", "--remote"]],
])("%s of faults leave what there is without one", async (_what, args) => {
  const { status, err, json } = await runForJson("chaos", {}, ...args, "--seed", "1")
  expect({ status, differences: json.differences }, err).toEqual({ status: 0, differences: [] })
  expect(json.kills).toBeGreaterThan(10)
})
