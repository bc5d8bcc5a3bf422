import { existsSync } from "node:fs"
import { join } from "node:path"
import { expect, test } from "vitest"
import { listDatasets } from "../../lib/datasets/index.ts"

test.each(listDatasets().map(({ name }) => name))("%s is held to what every dataset promises", (name) => {
  const file = `${name}.test.ts`
  expect(existsSync(join(import.meta.dirname, file)), `add tests/conformance/${file}`).toBe(true)
})
