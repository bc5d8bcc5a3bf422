import { rm, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { afterAll, expect, test } from "vitest"
import { ImportOptions } from "../../lib/contract/index.ts"
import { previewRecordFile } from "../../lib/reading/preview-file.ts"
import { isEnough } from "../../web/preview/look.ts"
import { rowsOf } from "../../web/preview/mapping.ts"
import { newFolder } from "../support/lab.ts"

const folder = newFolder()
afterAll(() => rm(folder, { recursive: true }))

/** The rows that are shown of a file of contacts before it is imported: their cells, and the codes of what is wrong with them. */
async function shown(name: string, text: string) {
  const locator = join(folder, name)
  await writeFile(locator, text)
  const options = ImportOptions.parse({})
  const rows = rowsOf(await previewRecordFile({ dataset: "contacts", locator, name, options }))
  return rows.map(({ row, cells, errors }) => [row, cells?.[0] ?? null, errors.map(({ code }) => code)])
}

test.each([
  [
    "card that says nothing",
    "a.vcf",
    "BEGIN:VCARD\nVERSION:3.0\nEND:VCARD\nBEGIN:VCARD\nVERSION:3.0\nEMAIL:an@example.org\nEND:VCARD\n",
    "bad_card",
  ],
  [
    "object that is nested too deep",
    "a.json",
    `[{"email":${"[".repeat(200)}${"]".repeat(200)}},{"email":"an@example.org"}]`,
    "too_deep",
  ],
  [
    "value that is too long",
    "a.csv",
    `email;first_name\n"${"x".repeat(1_100_000)}";X\nan@example.org;An\n`,
    "value_too_long",
  ],
])(
  "of a file with a %s the row is shown without cells, and the one behind it with its own",
  async (_what, name, text, code) => {
    expect(await shown(name, text)).toEqual([
      [1, null, [code]],
      [2, "an@example.org", []],
    ])
  },
)

test("of a large file its beginning is looked at; a package is sent whole, in gzip too", () => {
  const large = (name: string) => isEnough({ name, size: 2_000_000 })
  expect(["a.csv", "a.csv.gz", "a.json", "zip.txt"].map(large)).toEqual([true, true, true, true])
  const packages = ["a.xlsx", "a.ZIP", "a.xlsx.gz", "a.zip.GZ"]
  expect(packages.map(large)).toEqual(packages.map(() => false))
})
