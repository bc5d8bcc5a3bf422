import { expect, test, vi } from "vitest"
import { zipOf } from "../../scripts/sample/zip.ts"
import { docxOf, docxWithBody, pdfOf } from "../support/documents.ts"
import { extractDocument } from "./extract-apart.ts"

async function textOf(name: string, bytes: Buffer | string): Promise<string> {
  const found = await extractDocument({ name, bytes: Buffer.from(bytes) })
  if (!found.ok) throw new Error(found.message)
  return found.text
}

async function mediaTypeOf(name: string, bytes: Buffer | string): Promise<string> {
  const found = await extractDocument({ name, bytes: Buffer.from(bytes) })
  return found.ok ? found.media_type : found.code
}

test("the pages of a PDF become text, one after the other", async () => {
  expect(await textOf("a.pdf", await pdfOf(["First page.", "Café on the second."]))).toBe(
    "First page.\n\nCafé on the second.",
  )
})

test("all of 200 pages are read, and nothing is printed", async () => {
  const printed = [
    ...(["log", "warn", "error", "info"] as const).map((level) => vi.spyOn(console, level)),
    vi.spyOn(process.stdout, "write"),
    vi.spyOn(process.stderr, "write"),
  ]
  const pages = Array.from(
    { length: 200 },
    (_, at) => `This is page ${at + 1}. ${"Some words more. ".repeat(100)}`,
  )
  const text = await textOf("large.pdf", await pdfOf(pages))
  const said = printed.flatMap((spy) => spy.mock.calls.map(([what]) => String(what)))
  vi.restoreAllMocks()
  expect(text).toMatch(/^This is page 1\./)
  expect(text).toContain("\n\nThis is page 200.")
  expect(text.match(/This is page/g)).toHaveLength(200)
  expect(said).toEqual([])
})

test("a document that is broken off at the end of a call is not at fault, unless it has had its time", async () => {
  const large = {
    name: "large.pdf",
    bytes: await pdfOf(Array.from({ length: 50 }, () => "Words. ".repeat(400))),
  }
  const late = extractDocument(large, { seconds: 15 }, () => 0)
  await expect(late).rejects.toMatchObject({ status: 503, code: "out_of_time" })
  expect(await extractDocument(large, { seconds: 0 }, () => 60)).toMatchObject({
    ok: false,
    code: "document_too_large",
  })
  expect(await extractDocument(large)).toMatchObject({ ok: true })
})

test("reading a document leaves its bytes as they are", async () => {
  const bytes = await pdfOf(["Text."])
  const copy = Buffer.from(bytes)
  await extractDocument({ name: "a.pdf", bytes })
  expect(bytes.equals(copy)).toBe(true)
})

test("a Word document becomes its paragraphs, with its line breaks", async () => {
  expect(await textOf("a.docx", await docxOf(["One\ntwo", "three & <four>"]))).toBe(
    "One\ntwo\n\nthree & <four>",
  )
})

test("the cells of a Word table are kept apart", async () => {
  const cell = (text: string) => `<w:tc><w:p><w:r><w:t>${text}</w:t></w:r></w:p></w:tc>`
  const bytes = await docxWithBody(`<w:tbl><w:tr>${cell("left")}${cell("right")}</w:tr></w:tbl>`)
  expect((await textOf("a.docx", bytes)).split(/\s+/)).toEqual(["left", "right"])
})

test("HTML becomes what a reader sees", async () => {
  const html = `<!doctype html><html><head><title>Library</title><style>p { color: red }</style></head><body>
    <h1>Opening hours</h1><p>Monday<br>closed &amp; <a href="https://example.com">more</a></p>
    <script>alert("no")</script><noscript>no</noscript><!-- no --><img src="x" alt="A map">
    <ul><li>one<li>two</ul><table><tr><th>Day</th><th>Hour</th></tr><tr><td>Tue</td><td>9</td></tr></table></body></html>`
  expect(await textOf("a.html", html)).toBe(
    "Library\n\nOpening hours\n\nMonday\nclosed & more\n\nA map\n\n * one\n * two\n\nDay\tHour\nTue\t9",
  )
})

test("Markdown loses its marks, and the code in it keeps its lines", async () => {
  const markdown =
    "# Title\n\nSome *words* in [a link](https://example.com).\n\n```\nlet x\n  y\n```\n\n<script>no</script>"
  expect(await textOf("a.md", markdown)).toBe("Title\n\nSome words in a link.\n\nlet x\n  y")
  expect(await mediaTypeOf("a.markdown", markdown)).toBe("text/markdown")
})

test("plain text stays as it is, whatever it is encoded in", async () => {
  const text = "Café\n\n<b>not bold</b> # no title"
  const utf16 = Buffer.from(`\ufeff${text}`, "utf16le")
  expect(await textOf("a.txt", text)).toBe(text)
  expect(await textOf("a.txt", `\ufeff${text}`)).toBe(text)
  expect(await textOf("a.txt", utf16)).toBe(text)
  expect(await textOf("a.txt", Buffer.from(utf16).swap16())).toBe(text)
  expect(await textOf("a.txt", Buffer.from(text, "latin1"))).toBe(text)
  expect(await textOf("a.txt", Buffer.from([0x80, 0x20, 0x93, 0x61, 0x94]))).toBe("€ “a”")
})

test("an HTML page is read in the encoding it declares", async () => {
  const page = Buffer.concat([
    Buffer.from('<meta charset="shift_jis"><p>'),
    Buffer.from([0x93, 0xfa, 0x96, 0x7b]),
  ])
  expect(await textOf("a.html", page)).toBe("日本")
})

test("text is kept composed, with LF, without control characters and runs of blank lines", async () => {
  expect(await textOf("a.txt", `  cafe\u0301 \r\nb\0\u0007\r\r\n\n\n\nc\t d  \n${"e".repeat(500)}\r`)).toBe(
    `café\nb\n\nc\t d\n${"e".repeat(500)}`,
  )
})

test("text that begins like some binary format is text all the same", async () => {
  for (const text of [
    "BMW is a car.",
    "MZ are initials.",
    "PK, too.",
    "GIF89a is a format.",
    "ID3 is for music.",
  ]) {
    expect(await textOf("a.txt", text)).toBe(text)
  }
})

test("the ending may be written in any case, or be missing", async () => {
  const pdf = "application/pdf"
  const docx = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
  expect(await mediaTypeOf("A.PDF", await pdfOf(["x"]))).toBe(pdf)
  expect(await mediaTypeOf("scan", await pdfOf(["x"]))).toBe(pdf)
  expect(await mediaTypeOf("letter", await docxOf(["x"]))).toBe(docx)
  expect(await mediaTypeOf("letter.backup", await docxOf(["x"]))).toBe(docx)
  expect(await mediaTypeOf("README", "Read me.")).toBe("text/plain")
  expect(await mediaTypeOf("page", "\ufeff<!DOCTYPE html><p>x")).toBe("text/html")
  expect(await mediaTypeOf("page.HTM", "<p>x")).toBe("text/html")
  expect(await mediaTypeOf("folder.pdf/notes.txt", "x")).toBe("text/plain")
})

test("files of other types are refused with the types that can be read", async () => {
  for (const [name, bytes] of [
    ["table.xlsx", await zipOf({ "xl/workbook.xml": Buffer.from("<x/>") })],
    ["photo.png", Buffer.from("89504e470d0a1a0a0000000d49484452", "hex")],
    ["noise", Buffer.from(Array.from({ length: 64 }, (_, at) => (at * 151) % 256))],
  ] as const) {
    const found = await extractDocument({ name, bytes })
    expect(found, name).toMatchObject({ ok: false, code: "unknown_type" })
    expect(found).toMatchObject({ message: expect.stringMatching(/Markdown and text files can be imported/) })
  }
})

test("documents asked for at once are read one after the other, each with its own text", async () => {
  const texts = Array.from({ length: 8 }, (_, at) => `Document ${at}.`)
  expect(await Promise.all(texts.map((text) => textOf("a.md", text)))).toEqual(texts)
})
