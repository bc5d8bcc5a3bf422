import { expect, test } from "vitest"
import { foundIn, section, table, textOf } from "./page.ts"

const APPLY = "lib/engine/batches/apply.ts"

test("the table of what applies a batch has every operation and mode, and a dry run of each", () => {
  const rows = table(section("docs/architecture.md", "The batch transaction"), "operation/mode")
  const declared = foundIn([APPLY], /^ {2}"(\w+\/\w+)": /gm)
  const told = rows.map((row) => row["operation/mode"] ?? "")
  const dry = declared.filter((name) => name.includes("/dry_"))
  expect([...told].sort()).toEqual(declared.filter((name) => !dry.includes(name)).sort())
  // Rows are mended in imports only, never in a dry run.
  const tried = told.filter((name) => !name.startsWith("mend/") && !name.endsWith("/mended"))
  expect(dry.map((name) => name.replace("/dry_", "/")).sort()).toEqual(tried.sort())
})

test("every after-step that is declared is explained", () => {
  const [declared = ""] = foundIn(["lib/datasets/declaration.ts"], /operation: ("\w+"(?: \| "\w+")*)/g)
  const told = [...section("docs/architecture.md", "After-steps").matchAll(/^- \*\*(\w+)\*\*/gm)]
  expect(told.map(([, name]) => name).sort()).toEqual(
    declared
      .split(" | ")
      .map((name) => name.slice(1, -1))
      .sort(),
  )
})

test("every kind of source has a line of its own", () => {
  const [declared = ""] = foundIn(["lib/datasets/declaration.ts"], /source: ("\w+"(?: \| "\w+")*)/g)
  const told = [...section("docs/architecture.md", "Sources that are read here").matchAll(/^- \*\*/gm)]
  expect(told).toHaveLength(declared.split(" | ").length)
})

test("the table of floors names every folder of the library", () => {
  const folders = foundIn(["tests/promises.test.ts"], /folder: "(lib\/\w+\/)"/g)
  const floors = section("docs/architecture.md", "Floors")
  expect(folders.filter((folder) => !floors.includes(`[${folder}]`) && folder !== "lib/contract/")).toEqual(
    [],
  )
  expect(textOf("docs/architecture.md")).toContain("lib/contract/")
})
