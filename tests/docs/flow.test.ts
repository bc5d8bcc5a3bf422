import { expect, test } from "vitest"
import { flowPicture } from "../../scripts/flow/picture.ts"
import { textOf } from "./page.ts"

test("the picture of the flow is what the code says", () => {
  expect(flowPicture(), "docs/images/flow.svg is stale; refresh it with: npm run flow:dump").toBe(
    textOf("docs/images/flow.svg"),
  )
})
