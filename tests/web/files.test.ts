import { expect, test } from "vitest"
import { describeDataset } from "../../lib/datasets/describe.ts"
import { findDataset } from "../../lib/datasets/index.ts"
import { objectionToFiles, partsOf, withMetadata } from "../../web/source/files.ts"
import { givenName } from "../../web/words/files.ts"

const documents = describeDataset(findDataset("documents"))
const file = (name: string) => new File(["x"], name)
const metadata = file("metadata.csv")
const archive = file("handbook.ZIP")

test("a CSV or JSON file among documents is metadata, whatever it is called", () => {
  for (const name of ["metadata.csv", "authors.CSV", "about the files.json"]) {
    const sent = [file("one.txt"), file("two.pdf")]
    const told = file(name)
    expect(objectionToFiles([told, ...sent], documents)).toBeNull()
    expect(partsOf([told, ...sent])).toEqual({ files: sent, metadata: told })
  }
})

test("a file that is alone is what is imported, and no document when it is metadata", () => {
  const people = file("people.csv")
  expect(partsOf([people])).toEqual({ files: [people], metadata: undefined })
  expect(objectionToFiles([file("metadata.csv")], describeDataset(findDataset("contacts")))).toBeNull()
  expect(objectionToFiles([people], documents)).toBe(
    "people.csv is only metadata; choose the documents as well.",
  )
})

test("an import has one file of metadata, and another takes its place only when it is added as such", () => {
  const files = [file("one.txt"), metadata]
  const other = file("other.json")
  expect(objectionToFiles([...files, other], documents)).toMatch(
    /^metadata.csv and other.json would both be metadata/,
  )
  expect(withMetadata(files, other).map(({ name }) => name)).toEqual(["one.txt", "other.json"])
})

test("a ZIP can be sent with one file of metadata, which is then a part of its own", () => {
  expect(objectionToFiles([archive, metadata], documents)).toBeNull()
  expect(partsOf([metadata, archive])).toEqual({ files: [archive], metadata })
})

test.each([[[archive, file("one.txt")]], [[archive, file("other.zip")]]])(
  "a ZIP is not sent with anything else",
  (files) => {
    expect(objectionToFiles(files, documents)).toMatch(/^A ZIP is imported alone/)
  },
)

test.each([
  ["01a202ce-8a4c-7b1c-9f00-0123456789ab-partners.csv", "partners.csv"],
  ["01a202ce-8a4c-4b1c-9f00-0123456789ab-partners.csv", "01a202ce-8a4c-4b1c-9f00-0123456789ab-partners.csv"],
  ["partners.csv", "partners.csv"],
])("the stored file %s is shown as %s", (filename, shown) => {
  expect(givenName(filename)).toBe(shown)
})
