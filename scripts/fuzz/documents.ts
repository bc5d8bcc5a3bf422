import type { Random } from "../sample/random.ts"
import { zipOf } from "../sample/zip.ts"
import type { MadeFile } from "./files.ts"
import { mangled } from "./mangled.ts"
import { odt, office } from "./office.ts"
import { drawn, raw } from "./pdf.ts"
import { encoded, tree, words } from "./texts.ts"

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
