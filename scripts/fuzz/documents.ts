import { buffer } from "node:stream/consumers"
import { deflateSync } from "node:zlib"
import PdfDocument from "pdfkit"
import type { Random } from "../sample/random.ts"
import { zipOf } from "../sample/zip.ts"
import type { MadeFile } from "./files.ts"
import { mangled } from "./mangled.ts"

const WORDS = [
  "database",
  "data-",
  "café",
  "Привет",
  "日本語",
  "\u00ad",
  "a < b & c",
  "\t",
  " ",
  "\u202e",
  "x".repeat(1_500),
  "End. Next!",
]

/** One generator a format of documents, by its name. */
export const DOCUMENTS: Readonly<Record<string, (random: Random) => Promise<MadeFile>>> = {
  pdf: async (random) =>
    made("a.pdf", mangled(random, random.chance(0.5) ? await drawn(random) : raw(random))),
  docx: async (random) => made("a.docx", await office(random, "word")),
  pptx: async (random) => made("a.pptx", await office(random, "ppt")),
  odt: async (random) => made("a.odt", await odt(random)),
  rtf: async (random) => made(random.pick(["a.rtf", "a.doc", "a.txt"]), mangled(random, rtf(random))),
  eml: async (random) => made(random.pick(["a.eml", "a"]), mangled(random, eml(random))),
  html: async (random) =>
    made(random.pick(["a.html", "a", "a.md"]), mangled(random, encoded(random, html(random)))),
  text: async (random) =>
    made(random.pick(["a.log", "a", "a.rst", "a.csv"]), mangled(random, encoded(random, text(random)))),
  bundle: async (random) => {
    const names = Object.keys(DOCUMENTS).filter((name) => name !== "bundle")
    const files = []
    for (let i = random.below(4); i >= 0; i--) {
      const { name, bytes } = await (DOCUMENTS[random.pick(names)] as (typeof DOCUMENTS)[string])(random)
      files.push([random.pick(["", "x/", "./", "__MACOSX/", "é/"]) + i + name, bytes] as const)
    }
    return made("a.zip", mangled(random, await zipOf(Object.fromEntries(files))))
  },
}

const made = (name: string, bytes: Buffer): MadeFile => ({ dataset: "documents", name, bytes })
const words = (random: Random) => random.some(8, () => random.pick(WORDS)).join(random.pick([" ", "", "\n"]))
const escaped = (text: string) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;")

function encoded(random: Random, text: string): Buffer {
  const kind = random.below(8)
  if (kind === 0) return Buffer.from(`\uFEFF${text}`, "utf16le")
  return kind === 1 ? Buffer.from(text, "latin1") : Buffer.from(text)
}

/** Elements within each other, some of them not closed. */
function tree(random: Random, names: readonly string[], attributes: readonly string[], depth = 0): string {
  const name = random.pick(names)
  const inner = random.some(depth > 6 ? 0 : 4, () =>
    random.chance(0.4) ? escaped(words(random)) : tree(random, names, attributes, depth + 1),
  )
  const open = `<${name}${random.chance(0.3) ? ` ${random.pick(attributes)}` : ""}`
  return random.chance(0.1) ? `${open}/>` : `${open}>${inner.join("")}</${name}>`
}

const WORD = (
  "w:p w:p w:r w:t w:t w:t w:tbl w:tr w:tc w:del w:ins w:txbxContent w:pPr w:rPr w:numPr w:numId w:pStyle w:sdt m:t m:num " +
  "mc:AlternateContent mc:Choice mc:Fallback w:footnoteReference w:altChunk w:tab w:br w:vanish a:t a:p p:sp"
).split(" ")
const OF_WORD = [
  'w:val="1"',
  'w:id="1"',
  'r:id="x"',
  'descr="A picture"',
  'w:val="Heading1"',
  'type="slidenum"',
]

async function office(random: Random, kind: "word" | "ppt"): Promise<Buffer> {
  const part = () =>
    mangled(
      random,
      Buffer.from(`<w:x>${random.some(12, () => tree(random, WORD, OF_WORD)).join("")}</w:x>`),
      0.05,
    )
  const relation = (id: string, type: string, target: string) =>
    `<Relationship Id="${id}" Type="x/${type}" Target="${target}"/>`
  const main = kind === "word" ? "word/document.xml" : "ppt/presentation.xml"
  const beside = ["header", "footnotes", "comments", "numbering", "styles", "aFChunk", "slide"]
  const parts: Record<string, Buffer> = {
    "_rels/.rels": Buffer.from(`<Relationships>${relation("m", "officeDocument", main)}</Relationships>`),
    [main]:
      kind === "word"
        ? part()
        : Buffer.from('<p:x><p:sldId id="1" r:id="x"/><p:sldId id="2" r:id="slide"/></p:x>'),
    [`${kind}/_rels/${main.slice(main.indexOf("/") + 1)}.rels`]: Buffer.from(
      `<Relationships>${beside.map((type) => relation(type === "aFChunk" ? "x" : type, type, `${type}.xml`)).join("")}</Relationships>`,
    ),
  }
  for (const type of beside) if (random.chance(0.6)) parts[`${kind}/${type}.xml`] = part()
  return mangled(random, await zipOf(parts), 0.1)
}

const ODF = (
  "text:p text:p text:h text:list text:list-item text:s text:tab table:table table:table-row table:table-cell text:note " +
  "text:note-body office:annotation draw:text-box text:tracked-changes style:header style:footer text:list-style svg:desc"
).split(" ")

async function odt(random: Random): Promise<Buffer> {
  const part = () =>
    mangled(
      random,
      Buffer.from(
        `<o:x>${random.some(12, () => tree(random, ODF, ['text:c="9"', 'text:outline-level="2"', 'text:style-name="L"'])).join("")}</o:x>`,
      ),
      0.05,
    )
  const mimetype = Buffer.from("application/vnd.oasis.opendocument.text")
  return mangled(
    random,
    await zipOf({ mimetype, "content.xml": part(), "styles.xml": part(), "Object 1/content.xml": part() }),
    0.1,
  )
}

const HTML =
  "p div span b table tr td th ul ol li dl dt dd pre br img h1 h3 template script svg ruby rt select option title".split(
    " ",
  )

const html = (random: Random) =>
  `${random.chance(0.5) ? "<!doctype html>" : ""}${random.some(20, () => tree(random, HTML, ['alt="A map"', "hidden", 'style="display:none"', 'start="7"'])).join("")}`

const text = (random: Random) =>
  random.some(60, () => words(random)).join(random.pick(["\n", "\n\n", "\r\n", "\r"]))

const RTF = (
  "\\par \\pard \\cell \\row \\intbl \\trowd \\u233 \\'e9 \\uc2 \\uc0 {\\footnote {\\header {\\*\\x {\\pict {\\fonttbl { } } \\f1 " +
  "\\v \\v0 \\bin3 \\tab \\~ \\- \\* \\ansicpg1251 \\outlinelevel0 \\sect \\nestcell \\nestrow"
).split(" ")

function rtf(random: Random): Buffer {
  const token = () => (random.chance(0.4) ? `${words(random)} ` : `${random.pick(RTF)} `)
  return Buffer.from(`{\\rtf1\\ansi ${Array.from({ length: random.below(120) }, token).join("")}}`, "latin1")
}

function eml(random: Random): Buffer {
  const head = [
    "From: An <an@example.org>",
    "To: bo@example.org",
    "Subject: =?utf-8?q?caf=C3=A9?=",
    "Date: Mon, 1 Jan 2024 10:00:00 +0000",
    "MIME-Version: 1.0",
    " folded",
  ]
  const part = (depth: number): string => {
    if (depth < 4 && random.chance(0.4)) {
      const inner = random.some(4, () => `--b${depth}\r\n${part(depth + 1)}\r\n`)
      return `Content-Type: multipart/${random.pick(["mixed", "alternative", "related"])}; boundary=b${depth}\r\n\r\n${inner.join("")}--b${depth}--`
    }
    const type = random.pick([
      "text/plain",
      "text/html; charset=windows-1252",
      "image/png; name=a.png",
      "message/rfc822",
    ])
    const encoding = random.pick(["7bit", "base64", "quoted-printable"])
    return `Content-Type: ${type}\r\nContent-Transfer-Encoding: ${encoding}\r\n\r\n${words(random)}`
  }
  return Buffer.from(`${random.some(8, () => random.pick(head)).join("\r\n")}\r\n${part(0)}`)
}

async function drawn(random: Random): Promise<Buffer> {
  const document = new PdfDocument({ compress: random.chance(0.5) })
  for (const one of random.some(12, () => words(random))) {
    if (random.chance(0.2)) document.addPage()
    if (random.chance(0.1)) document.rotate(90)
    document.text(one.replace(/[^\x20-\x7e\n]/g, "?"), random.below(400), random.below(600))
  }
  document.end()
  return buffer(document)
}

/** A PDF as one would write it by hand, its table of objects left to be found. */
function raw(random: Random): Buffer {
  const shown = () =>
    `BT /F1 ${random.below(40)} Tf ${random.below(500)} ${random.below(700)} Td (${words(random).replace(/[()\\]/g, "")}) Tj ET`
  const content = deflateSync(Buffer.from(random.some(30, shown).join("\n"), "latin1"))
  const objects = [
    "<</Type/Catalog/Pages 2 0 R>>",
    `<</Type/Pages/Kids[${"3 0 R ".repeat(1 + random.below(4))}]/Count ${random.below(6)}>>`,
    "<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
    `<</Length ${content.length}/Filter/FlateDecode>>\nstream\n${content.toString("latin1")}\nendstream`,
    `<</Type/Font/Subtype/${random.pick(["Type1", "TrueType", "Type3"])}/BaseFont/Helvetica>>`,
  ]
  return Buffer.from(
    `%PDF-1.4\n${objects.map((one, i) => `${i + 1} 0 obj\n${one}\nendobj\n`).join("")}trailer<</Root 1 0 R>>`,
    "latin1",
  )
}
