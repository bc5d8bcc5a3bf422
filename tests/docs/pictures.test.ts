import { readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { expect, test } from "vitest"
import { PICTURES } from "../../scripts/pictures/scenes.ts"
import { ROOT } from "../../scripts/root.mjs"
import { foundIn } from "./page.ts"

const FOLDER = "docs/images"
/** What a reader is sent for one. */
const MOST_BYTES = 300_000

const documents = [
  "README.md",
  ...readdirSync(join(ROOT, "docs"))
    .filter((name) => name.endsWith(".md"))
    .map((name) => `docs/${name}`),
]
const shown = new Set(foundIn(documents, /!\[[^\]]+\]\((?:docs\/)?images\/([\w.-]+)\)/g))
const there = readdirSync(join(ROOT, FOLDER))

test("every picture that a document shows is there, and every one that is there is shown", () => {
  expect([...shown].sort()).toEqual(there.sort())
})

test("every picture of the page is one that the command draws, at a size a reader is glad of", () => {
  const drawn = there.filter((name) => name.endsWith(".png"))
  expect(drawn.sort()).toEqual(PICTURES.map(({ name }) => `${name}.png`).sort())
  for (const name of drawn)
    expect(readFileSync(join(ROOT, FOLDER, name)).length, name).toBeLessThan(MOST_BYTES)
})
