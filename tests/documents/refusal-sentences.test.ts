import { deflateRawSync, deflateSync, gzipSync } from "node:zlib"
import { expect, test } from "vitest"
import { documents } from "../../lib/datasets/documents.ts"
import type { DocumentLimits } from "../../lib/documents/limits.ts"
import { isProblem } from "../../lib/errors.ts"
import { zipOf } from "../../scripts/sample/zip.ts"
import { type RawEntry, rawZip } from "../formats/zip-builder.ts"
import { docxOf, docxWithBody, oleWith, pdfOf, pdfWithContent, scannedPdf } from "../support/documents.ts"
import { importFiles, prepareFiles, textFile } from "../support/imports.ts"
import { sharedLab } from "../support/own-lab.ts"
import { extractDocument } from "./extract-apart.ts"

const lab = sharedLab()

const text = (content: string) => Buffer.from(content)
const PNG = Buffer.from("89504e470d0a1a0a0000000d49484452", "hex")
const NOISE = Buffer.from(Array.from({ length: 500 }, (_, at) => (at * 7919) % 251))
const RENAME = "Give it the ending of what it is"
const OCR = "Run text recognition (OCR) on it and import the result."
const SPLIT = "Split it and import the parts."

type Refused = [name: string, bytes: Buffer | Promise<Buffer>, happened: string, toDo: string]

const REFUSED: Refused[] = [
  ["a.pdf", pdfOf(["secret"], "password"), "is protected by a password.", "Save it without one"],
  ["a.docx", oleWith("EncryptedPackage"), "is protected by a password.", "Save it without one"],
  ["b.docx", rawZip([{ name: "word/document.xml", flags: 1 }]), "protected by a password.", "without one"],
  [
    "a.odt",
    zipOf({
      mimetype: text("application/vnd.oasis.opendocument.text"),
      "META-INF/manifest.xml": text("<manifest><encryption-data/></manifest>"),
    }),
    "is protected by a password.",
    "Save it without one",
  ],
  ["a.doc", oleWith("WordDocument"), "an Office file of the older kind", "save it as .docx, .pptx or PDF"],
  ["a.docx", oleWith("WordDocument"), "ends in .docx, but its content is an Office file", "save it as .docx"],
  ["a.msg", oleWith("__properties_version1.0"), "an Outlook message", "Save it as .eml"],
  ["a.epub", zipOf({ mimetype: text("application/epub+zip") }), "an e-book", "Convert it to PDF or HTML"],
  ["a.pages", zipOf({ "Index/Document.iwa": text("x") }), "Apple Pages", "Export it as Word"],
  ["old.pages", zipOf({ "index.zip": text("x") }), "Apple Pages", "Export it as Word"],
  ["a.xlsx", zipOf({ "xl/workbook.xml": text("<x/>") }), "an Excel workbook", "Save it as PDF or CSV"],
  [
    "a.ods",
    zipOf({ mimetype: text("application/vnd.oasis.opendocument.spreadsheet") }),
    "an OpenDocument spreadsheet",
    "Save it as PDF or CSV",
  ],
  [
    "a.odp",
    zipOf({ mimetype: text("application/vnd.oasis.opendocument.presentation") }),
    "an OpenDocument file that is no text",
    "Save it as PDF or .pptx",
  ],
  ["a.png", PNG, "a PNG file, which cannot be read.", OCR],
  ["a.pdf", PNG, "ends in .pdf, but its content is a PNG file.", OCR],
  ["in.zip", zipOf({ "a.txt": text("x") }), "a ZIP file, which cannot be read.", "Unpack it"],
  ["a.txt.gz", gzipSync("x"), "a GZ file, which cannot be read.", "Unpack it"],
  ["a.bin", NOISE, "of a type that cannot be read.", "Save it in another format."],
  ["a.pdf", docxOf(["x"]), "ends in .pdf, but its content is a Word document.", RENAME],
  ["a.txt", pdfOf(["x"]), "ends in .txt, but its content is a PDF.", RENAME],
  ["a.pdf", text("%PDF-1.7 and no more"), "is damaged or incomplete.", "save it anew"],
  ["a.docx", text("PK\x03\x04 and no more"), "is damaged or incomplete.", "save it anew"],
  ["a.txt", NOISE, "damaged, or in an encoding that is not known.", "Save it as UTF-8"],
  ["a.txt", Buffer.alloc(0), "is an empty file.", "Import it with its content, or leave it out."],
  ["a.txt", text(" \n"), "holds no text.", "Leave it out."],
  ["a.html", text("<script>x</script>"), "holds no text.", "Leave it out."],
  ["a.pdf", scannedPdf(), "its pages are pictures or drawings, or empty.", OCR],
  ["a.pdf", pdfWithContent(deflateSync(Buffer.alloc(200_000_000))), "unpacks to more than 128 MB", SPLIT],
  ["a.html", text("<b>".repeat(60_000)), "nests its tags tens of thousands deep", SPLIT],
]

test.each(REFUSED)(
  "%s is refused with what happened and what to do (%#)",
  async (name, bytes, what, toDo) => {
    const found = await extractDocument({ name, bytes: await bytes })
    const sentence = found.ok ? `it is read: ${found.text}` : found.message
    expect(sentence).toMatch(sentenceAbout(name))
    expect(sentence).toContain(what)
    expect(sentence).toContain(toDo)
  },
)

/** It begins with what it is about, and is no more than sentences. */
const sentenceAbout = (name: string) => new RegExp(`^(The entry ")?${name.replaceAll(".", "\\.")}\\b.*\\.$`)

const LIMITS: [name: string, bytes: () => Buffer | Promise<Buffer>, limits: object, happened: string][] = [
  ["a.txt", () => Buffer.alloc(1_048_577, "a"), { bytes: 1_048_576 }, "has more than 1 MB"],
  ["a.pdf", () => pdfOf(["a", "b", "c"]), { pages: 2 }, "has more than 2 pages"],
  ["a.txt", () => text("x".repeat(101)), { characters: 100 }, "holds more than 100 characters of text"],
  [
    "a.pdf",
    () => pdfWithContent(deflateSync(text("q ".repeat(20_000_000)))),
    { seconds: 0.3 },
    "takes longer than 0.3 s to read",
  ],
  ["a.docx", zipBomb, {}, "unpacks to more than 200 MB"],
  ["b.docx", () => docxWithBody(" ".repeat(68_000_000)), {}, "holds more than 64 MB of text and layout"],
]

function zipBomb(): Buffer {
  const zeros = Buffer.alloc(90_000_000)
  const packed = deflateRawSync(zeros)
  const names = ["word/document.xml", "word/a.bin", "word/b.bin"]
  return rawZip(names.map((name) => ({ name, packed, uncompressed_size: zeros.length })))
}

test.each(LIMITS)(
  "%s beyond a limit is told which, and to split it (%#)",
  async (name, make, limits, what) => {
    const found = await extractDocument({ name, bytes: await make() }, limits as Partial<DocumentLimits>)
    const message = `${name} is too large: it ${what}. ${SPLIT}`
    expect(found).toEqual({ ok: false, code: "document_too_large", message })
  },
)

const entry = (name: string, more: Partial<RawEntry> = {}): RawEntry => ({ name, content: name, ...more })

test("an entry that cannot be read is told why and what to do, alone or with other files", async () => {
  const bytes = rawZip([
    entry("locked.txt", { flags: 1 }),
    entry("damaged.txt", { crc: 1 }),
    entry("odd.txt", { method: 12 }),
    entry("../out.txt"),
  ])
  const zip = { file_name: "all.zip", bytes }
  const told = [
    ["../out.txt", "document_corrupt", 'a name must be relative, without ".."', "Rename it"],
    [
      "damaged.txt",
      "document_corrupt",
      "its checksum (CRC-32) does not match",
      "Download or send the ZIP again.",
    ],
    ["locked.txt", "document_encrypted", "is encrypted.", "Pack the files without a password."],
    [
      "odd.txt",
      "document_corrupt",
      "is compressed with method 12",
      "Pack the files again as an ordinary ZIP.",
    ],
  ] as const
  for (const sent of [
    [zip, textFile("other.txt", "other")],
    [zip, textFile("second.txt", "second")],
    [zip],
  ]) {
    const status = await importFiles(lab, documents, sent)
    const failed = (status.documents ?? []).filter(({ result }) => result === "failed")
    expect(failed.length).toBe(told.length)
    for (const [name, code, what, toDo] of told) {
      const { error } = failed.find(({ error }) => error?.message.includes(`"${name}"`)) ?? {}
      expect(error, name).toMatchObject({ code, message: expect.stringContaining(what) })
      expect(error?.message).toContain(toDo)
    }
  }
})

const many = (count: number) => rawZip(Array.from({ length: count }, (_, at) => entry(`${at}.txt`)))

const WHOLE: [what: string, bytes: () => Buffer | Promise<Buffer>, happened: string, toDo: string][] = [
  ["too many entries", () => many(1_001), "holds more than 1,000 files: 1,001.", "Pack fewer of them."],
  ["too many documents", () => many(101), "101 documents came; one import may have 100.", "several imports."],
  [
    "no documents",
    () => rawZip([entry("__MACOSX/._a.txt")]),
    "no document in what was sent",
    "Send the documents",
  ],
  [
    "a ZIP that is none",
    () => text("<!doctype html><p>Log in"),
    "is not a ZIP file but an HTML page",
    "Sign in",
  ],
  ["a ZIP that is empty", () => Buffer.alloc(0), "is not a ZIP file: it is empty.", "send it again."],
  ["a ZIP cut off", () => many(3).subarray(0, 80), "is cut off", "Download or send it again."],
  ["one part of a ZIP", () => rawZip([entry("a.txt")], { disk: 1 }), "one part of a ZIP", "Join them first."],
  [
    "entries that share bytes",
    () => rawZip([entry("a.txt"), entry("b.txt", { offset: 0 })]),
    "its entries overlap. This is how a ZIP bomb looks",
    "pack its files anew, fewer at a time.",
  ],
  [
    "two lists of metadata",
    () => zipOf({ "a.txt": text("x"), "metadata.csv": text("filename\n"), "in/metadata.json": text("{}") }),
    "There are two metadata files: ",
    "Send one of them.",
  ],
  [
    "a list of metadata that is too long",
    () => zipOf({ "a.txt": text("x"), "metadata.csv": Buffer.alloc(10_485_761, "a") }),
    "metadata.csv is larger than a list of 100 documents can be.",
    "Send the lines of these documents alone.",
  ],
]

test.each(WHOLE)(
  "%s refuses the whole import with what happened and what to do",
  async (_, make, what, toDo) => {
    const sent = { file_name: "all.zip", bytes: await make() }
    const refusal: unknown = await prepareFiles(lab, documents, sent).catch((error: unknown) => error)
    const sentence = isProblem(refusal) ? refusal.detail : String(refusal)
    expect(sentence).toContain(what)
    expect(sentence).toContain(toDo)
  },
)
