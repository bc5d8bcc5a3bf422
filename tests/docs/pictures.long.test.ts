import { readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { expect, test } from "vitest"
import { PICTURES } from "../../scripts/pictures/scenes.ts"
import { runForJson } from "../commands/child.ts"
import { sharedFolder } from "../support/own-lab.ts"

const folder = sharedFolder()

const WIDTH_AT = 16

test("one command draws every picture, from made-up data and the sources there are", async () => {
  const { status, err, json } = await runForJson("pictures", {}, "--out", folder)
  expect({ status, err }).toEqual({ status: 0, err: "" })
  expect(json.pictures).toHaveLength(PICTURES.length)
  for (const name of readdirSync(folder)) {
    const width = readFileSync(join(folder, name)).readUInt32BE(WIDTH_AT)
    expect(width, name).toBeGreaterThan(1_000)
    expect(width, name).toBeLessThanOrEqual(1_200)
  }
})
