import { expect, test } from "vitest"
import { openApiDocument } from "../../lib/openapi.ts"
import { textOf } from "./page.ts"

const { version } = JSON.parse(textOf("package.json")) as { version: string }

test("the version is the same wherever it is told", () => {
  const lock = JSON.parse(textOf("package-lock.json")) as { version: string; packages: object }
  const [, released] = /^## \[(\d\S+)\] - \d{4}-\d\d-\d\d$/m.exec(textOf("CHANGELOG.md")) ?? []
  expect({
    lock: [lock.version, lock.packages],
    api: openApiDocument(),
    released,
    packed: textOf("docs/from-code.md"),
  }).toMatchObject({
    lock: [version, { "": { version } }],
    api: { info: { version } },
    released: version,
    packed: expect.stringContaining(`sluice-${version}.tgz`),
  })
})
