import { expect, test } from "vitest"
import { describeDataset } from "../../lib/datasets/describe.ts"
import { findDataset } from "../../lib/datasets/index.ts"
import { objectionToFiles, partsOf } from "../../web/start/files.ts"
import { givenName } from "../../web/words/files.ts"

const documents = describeDataset(findDataset("documents"))
const file = (name: string) => new File(["x"], name)
const metadata = file("metadata.csv")
const archive = file("handbook.ZIP")

test("a ZIP can be sent with one file of metadata, which is then a part of its own", () => {
  expect(objectionToFiles([archive, metadata], documents)).toBeNull()
  expect(partsOf([metadata, archive])).toEqual({ files: [archive], metadata })
})

test("among documents, metadata is one of the files", () => {
  const files = [file("one.txt"), metadata]
  expect(objectionToFiles(files, documents)).toBeNull()
  expect(partsOf(files)).toEqual({ files, metadata: undefined })
})

test.each([
  [[archive, file("one.txt")]],
  [[archive, file("other.zip")]],
  [[archive, metadata, file("metadata.json")]],
])("a ZIP is not sent with anything else", (files) => {
  expect(objectionToFiles(files, documents)).toMatch(/^A ZIP is imported alone/)
})

test.each([
  ["01a202ce-8a4c-7b1c-9f00-0123456789ab-partners.csv", "partners.csv"],
  ["01a202ce-8a4c-4b1c-9f00-0123456789ab-partners.csv", "01a202ce-8a4c-4b1c-9f00-0123456789ab-partners.csv"],
  ["partners.csv", "partners.csv"],
])("the stored file %s is shown as %s", (filename, shown) => {
  expect(givenName(filename)).toBe(shown)
})
