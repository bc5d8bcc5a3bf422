import { describe, expect, test } from "vitest"
import { describeDataset } from "../../lib/datasets/describe.ts"
import { listDatasets } from "../../lib/datasets/index.ts"
import { zipOf } from "../../scripts/sample/zip.ts"
import { guessDataset } from "../../web/start/guess-dataset.ts"
import { docxOf } from "../support/documents.ts"
import { smallFull } from "../support/handmade.ts"

const datasets = listDatasets().map(describeDataset)

const file = (name: string, content: Buffer | string = "x") =>
  new File([new Uint8Array(Buffer.from(content))], name)

/** What files are taken for, where the names of their columns are these. */
async function guessed(files: File[], header: string[] | null = null): Promise<string | null> {
  return (await guessDataset(files, datasets, async () => header))?.dataset ?? null
}

const EMPTY = Buffer.from("a\n1\n")

describe("what a file is, is told by its content:", () => {
  test("an extract of the register, whatever it is called and wherever its files are", async () => {
    const { bytes } = await smallFull(1)
    expect(await guessed([file("download (3).zip", bytes)])).toBe("daily-update")
    const update = await zipOf({ "x/META.csv": EMPTY, "x/enterprise_insert.csv": EMPTY })
    expect(await guessed([file("x.zip", update)])).toBe("daily-update")
    expect(await guessed([file("notes.pdf"), file("x.zip", update)])).toBe("daily-update")
  })

  test("documents, alone, several, or in a ZIP", async () => {
    expect(await guessed([file("letter.pdf", "%PDF-1.4")])).toBe("documents")
    expect(await guessed([file("letter.docx", await docxOf(["Dear"]))])).toBe("documents")
    expect(await guessed([file("a.txt"), file("b.txt")])).toBe("documents")
    expect(await guessed([file("a.zip", await zipOf({ "a/x.md": EMPTY, "metadata.csv": EMPTY }))])).toBe(
      "documents",
    )
    expect(await guessed([file("prose.txt", "Once upon a time.")])).toBe("documents")
  })

  test.each([
    ["people.csv", ["E-Mailadres", "Prénom", "Geboren"], "contacts"],
    ["faq.tsv", ["Vraag", "Antwoord"], "qa-pairs"],
    ["urls.json", ["loc", "title"], "taxonomy"],
    ["half.csv", ["question"], null],
    ["anything.csv", ["x", "y"], null],
  ])("rows, by the names of their columns: %s", async (name, header, dataset) => {
    expect(await guessed([file(name)], header)).toBe(dataset)
  })

  test("rows in a workbook or packed are rows", async () => {
    const workbook = await zipOf({ "xl/workbook.xml": EMPTY, "docProps/app.xml": EMPTY })
    expect(await guessed([file("people.xlsx", workbook)], ["email", "phone"])).toBe("contacts")
    const packed = await zipOf({ "people.csv": EMPTY, "__MACOSX/people.csv": EMPTY })
    expect(await guessed([file("people.zip", packed)], ["email"])).toBe("contacts")
  })

  test("nothing is told of what is broken or empty", async () => {
    expect(await guessed([])).toBe(null)
    expect(await guessed([file("broken.zip", "PK\u0003\u0004 and no more")])).toBe(null)
    expect(await guessed([file("empty.csv", "")])).toBe(null)
  })
})
