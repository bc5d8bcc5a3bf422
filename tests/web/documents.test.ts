import { createElement } from "react"
import { renderToStaticMarkup } from "react-dom/server"
import { expect, test } from "vitest"
import type { DocumentResult } from "../../lib/contract/documents.ts"
import { DocumentTable } from "../../web/import/documents.tsx"

const result = (filename: string, more: Partial<DocumentResult> = {}): DocumentResult => ({
  filename,
  result: "read",
  same_as: null,
  repeated: false,
  error: null,
  warnings: [],
  ...more,
})
const shown = (documents: DocumentResult[]) =>
  renderToStaticMarkup(createElement(DocumentTable, { documents }))

test("what became of each document is shown beside it, with what could not be read of it", () => {
  const message = "Attachments were left out: agenda.txt. Import them as documents of their own."
  const html = shown([
    result("in/mail.eml", { warnings: [{ code: "attachments_left_out", message, count: 1 }] }),
    result("again.txt", { result: "skipped", same_as: "first.txt", repeated: true }),
    result("bad.pdf", {
      result: "failed",
      error: { code: "document_corrupt", message: "bad.pdf cannot be read." },
    }),
    result("first.txt"),
  ])
  const rows = [...html.matchAll(/<tr><th scope="row">([^<]*)<\/th><td>(.*?)<\/td><\/tr>/g)].map(
    ([, ...cells]) => cells,
  )
  expect(rows).toEqual([
    ["in/mail.eml", `Read.<ul><li>${message}</li></ul>`],
    ["again.txt", "Left as it is: the same as first.txt, in this import."],
    ["bad.pdf", "bad.pdf cannot be read."],
    ["first.txt", "Read."],
  ])
})
