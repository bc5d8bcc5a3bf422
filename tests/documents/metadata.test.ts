import { expect, test } from "vitest"
import { parseMetadataCsv, parseMetadataJson } from "../../lib/documents/index.ts"
import type { MetadataMapping } from "../../lib/documents/metadata.ts"
import { isProblem } from "../../lib/errors.ts"

const csv = (text: string | Buffer) => parseMetadataCsv(Buffer.from(text), "metadata.csv")
const json = (value: unknown) =>
  parseMetadataJson(Buffer.from(typeof value === "string" ? value : JSON.stringify(value)), "metadata.json")

async function refusalOf(work: () => Promise<MetadataMapping>): Promise<string> {
  try {
    await work()
  } catch (error) {
    if (isProblem(error)) {
      expect(error).toMatchObject({ status: 422, code: "metadata_invalid" })
      return error.detail
    }
    throw error
  }
  throw new Error("it was taken")
}

test("a line of a CSV says what is known of a file, and on which line", async () => {
  const mapping = await csv('filename,author,tags,Shelf No\na.pdf,"Peeters, An",x;y,B 12\n\nb.txt,,,\n')
  expect(mapping.of("a.pdf")).toEqual({
    line: 2,
    values: { author: "Peeters, An", tags: "x;y", "Shelf No": "B 12" },
  })
  expect(mapping.of("b.txt")).toEqual({ line: 4, values: { author: "", tags: "", "Shelf No": "" } })
  expect(mapping.of("c.txt")).toBeNull()
  expect(mapping.filenames).toEqual(["a.pdf", "b.txt"])
})

test("a number of JSON with more digits than one carries is the text of them, wherever it stands", async () => {
  const own = '"author": 12345678901234567890, "n": 2.5, "more": {"ids": [0.123456789012345678, 1E22]}'
  const found = (await json(`{"a.pdf": {${own}}}`)).of("a.pdf")
  expect(found?.values).toEqual({
    author: "12345678901234567890",
    n: 2.5,
    more: { ids: ["0.123456789012345678", 1e22] },
  })
})

test("commas, semicolons and tabs part columns, in UTF-8 with and without a mark and in Windows-1252", async () => {
  for (const delimiter of [",", ";", "\t"]) {
    const text = `filename${delimiter}author\r\na.pdf${delimiter}Zoé\r\n`
    for (const bytes of [Buffer.from(text), Buffer.from(`\ufeff${text}`), Buffer.from(text, "latin1")]) {
      expect((await csv(bytes)).of("a.pdf")?.values).toEqual({ author: "Zoé" })
    }
  }
})

test("known columns are known however they are written, and others keep their name", async () => {
  const mapping = await csv("File Name;AUTHOR;Date-Created;Author's Note;\na.pdf;An;2024-05-01;yes;\n")
  expect(mapping.of("a.pdf")?.values).toEqual({
    author: "An",
    date_created: "2024-05-01",
    "Author's Note": "yes",
  })
  expect(
    (await json({ "a.pdf": { Author: "An", "date created": "2024-05-01", x: { y: [1] } } })).of("a.pdf"),
  ).toEqual({
    line: null,
    values: { author: "An", date_created: "2024-05-01", x: { y: [1] } },
  })
})

test("a value that goes over several lines moves the lines behind it", async () => {
  const mapping = await csv('filename,author\na.pdf,"An\nPeeters"\nb.pdf,Bo\n')
  expect(mapping.of("a.pdf")?.line).toBe(2)
  expect(mapping.of("b.pdf")?.line).toBe(4)
})

test("a file is found whatever the case, the folder and the form of its accents, an exact name first", async () => {
  const mapping = await json({
    "Réport.PDF": { author: "1" },
    "b/notes.txt": { author: "2" },
    "réport.pdf": { author: "3" },
  })
  const authorOf = (name: string) => mapping.of(name)?.values.author
  expect(authorOf("Réport.PDF")).toBe("1")
  expect(authorOf("re\u0301port.pdf")).toBe("3")
  expect(authorOf("RÉPORT.pdf")).toBe("1")
  expect(authorOf("inbox/réport.pdf")).toBe("3")
  expect(authorOf("./b\\notes.txt")).toBe("2")
  expect(authorOf("notes.txt")).toBeUndefined()
})

test("what is said of files that are not there is told", async () => {
  const mapping = await csv("filename,author\na.pdf,An\ngone.pdf,Bo\n")
  expect(mapping.unused(["A.pdf", "other.txt"])).toEqual([{ filename: "gone.pdf", line: 3 }])
  expect((await json({ x: {} })).unused([])).toEqual([{ filename: "x", line: null }])
})

test("a key named __proto__ is a column like any other", async () => {
  const mapping = await json('{"a.pdf": {"__proto__": {"polluted": true}}, "__proto__": {"author": "An"}}')
  expect(Object.keys(mapping.of("a.pdf")?.values ?? {})).toEqual(["__proto__"])
  expect(mapping.of("__proto__")?.values).toEqual({ author: "An" })
  expect("polluted" in {}).toBe(false)
  expect(mapping.of("toString")).toBeNull()
})

test.each([
  ["", "it is empty"],
  ["author,tags\nAn,x\n", "line 1 has no column named filename"],
  ["filename,author\na.pdf,An\nb.pdf,Bo,extra\n", "line 3 has another number of fields"],
  ["filename,author\na.pdf\n", "line 2 has another number of fields"],
  ['filename,author\na.pdf,"An\n', "never closed"],
  ['filename,author\na.pdf,"An" P\n', 'line 2 has a quote (")'],
  ["filename,author\n,An\n", "line 2 names no file"],
  ["filename,author\na.pdf,An\n\nA.pdf,x\na.pdf,Bo\n", 'line 5 names "a.pdf", which line 2 names already'],
  ["filename,author,Author\na.pdf,An,Bo\n", 'two columns named "author"'],
  ["filename\0\u0001\u0002", "it is no text"],
])("a CSV that cannot be used is refused: %j", async (text, message) => {
  const detail = await refusalOf(() => csv(text))
  expect(detail).toContain("metadata.csv")
  expect(detail).toContain(message)
})

test.each<[unknown, string]>([
  ["", "not valid JSON"],
  ['{\n"a.pdf": {"author": "An"\n}', "see line 3"],
  [[{ filename: "a.pdf" }], "is a list, and has to be an object by file name"],
  ["null", "no object by file name"],
  [{ "a.pdf": "An" }, '"a.pdf" is no object'],
  [{ "a.pdf": { author: "An", Author: "Bo" } }, '"author" of "a.pdf" twice'],
  [{ " ": {} }, "is empty"],
  [{ "a.pdf": {}, "./a.pdf": {} }, "a second time"],
  [`{"a.pdf": {"x": ${"[".repeat(200_000)}${"]".repeat(200_000)}}}`, "deeper than 100 levels"],
  [String.raw`{"a.pdf": {"x": "\ud800"}}`, "half a character"],
])("JSON that cannot be used is refused: %j", async (value, message) => {
  const detail = await refusalOf(() => json(value))
  expect(detail).toContain("metadata.json")
  expect(detail).toContain(message)
})

test("a mapping of more than 10 MB is refused", async () => {
  const large = Buffer.alloc(10 * 1_048_576 + 1, " ")
  expect(await refusalOf(() => csv(large))).toContain("10 MB")
  expect(await refusalOf(() => parseMetadataJson(large, "metadata.json"))).toContain("10 MB")
})
