import { buffer } from "node:stream/consumers"
import PdfDocument from "pdfkit"
import { expect, test } from "vitest"
import { zipOf } from "../../scripts/sample/zip.ts"
import { docxWithBody, pdfOf, pdfWithContent } from "../support/documents.ts"
import { extractDocument } from "./extract-apart.ts"

async function read(name: string, bytes: Buffer | string) {
  const found = await extractDocument({ name, bytes: Buffer.from(bytes) })
  if (!found.ok) throw new Error(found.message)
  return found
}

const textOf = async (name: string, bytes: Buffer | string) => (await read(name, bytes)).text
const p = (text: string, properties = "") =>
  `<w:p><w:pPr>${properties}</w:pPr><w:r><w:t>${text}</w:t></w:r></w:p>`
const relations = (some: Record<string, string>) =>
  Buffer.from(
    `<Relationships>${Object.entries(some)
      .map(
        ([id, to]) => `<Relationship Id="${id}" Type="x/${to.split(" ")[0]}" Target="${to.split(" ")[1]}"/>`,
      )
      .join("")}</Relationships>`,
  )

test("a Word table has a tab between cells and a line between rows, whatever is in a cell", async () => {
  const cell = (...texts: string[]) => `<w:tc>${texts.map((text) => p(text)).join("")}</w:tc>`
  const inner = `<w:tc><w:tbl><w:tr>${cell("in")}${cell("ner")}</w:tr></w:tbl>${p("")}</w:tc>`
  const rows = [cell("Name") + cell("Price"), cell("Chair", "oak") + cell("120"), cell("") + inner]
  const body = `<w:tbl>${rows.map((row) => `<w:tr>${row}</w:tr>`).join("")}</w:tbl>${p("After")}`
  expect(await textOf("a.docx", await docxWithBody(body))).toBe(
    "Name\tPrice\nChair oak\t120\n\tin\tner\n\nAfter",
  )
})

test("all that is seen of a Word document is read once, and what was deleted or hidden is not", async () => {
  const box = (text: string) => `<w:txbxContent>${p(text)}</w:txbxContent>`
  const body = `<w:p><w:r><w:t>Body</w:t></w:r><w:del><w:r><w:delText>removed</w:delText></w:r></w:del>
    <w:ins><w:r><w:t>, added</w:t></w:r></w:ins><w:r><w:rPr><w:vanish/></w:rPr><w:t>hidden</w:t></w:r>
    <w:r><w:footnoteReference w:id="2"/></w:r><m:oMath><m:sSup><m:e><m:r><m:t>E=mc</m:t></m:r></m:e><m:sup><m:r><m:t>2</m:t></m:r></m:sup></m:sSup></m:oMath>
    <w:r><mc:AlternateContent><mc:Choice><w:drawing><wp:docPr descr="A map"/>${box("Box")}</w:drawing></mc:Choice>
    <mc:Fallback><w:pict>${box("Box")}</w:pict></mc:Fallback></mc:AlternateContent></w:r><w:r><w:pict>${box("Old box")}</w:pict></w:r></w:p>
    <w:sdt><w:sdtContent>${p("Controlled")}</w:sdtContent></w:sdt><w:altChunk r:id="c"/>`
  const part = (name: string, inner: string) => Buffer.from(`<w:${name}>${inner}</w:${name}>`)
  const { text, warnings } = await read(
    "a.docx",
    await docxWithBody(body, {
      "word/_rels/document.xml.rels": relations({
        ...{
          h: "header h.xml",
          i: "header i.xml",
          f: "footer f.xml",
          n: "footnotes n.xml",
          e: "endnotes e.xml",
        },
        ...{ m: "comments m.xml", c: "aFChunk c.html", b: "header broken.xml" },
      }),
      "word/h.xml": part("hdr", p("Head")),
      "word/i.xml": part("hdr", p("Head")),
      "word/f.xml": part("ftr", p("Foot")),
      "word/n.xml": part("footnotes", `<w:footnote w:id="2">${p("Note")}</w:footnote>`),
      "word/e.xml": part("endnotes", p("End")),
      "word/m.xml": part("comments", `<w:comment>${p("Comment")}</w:comment>`),
      "word/c.html": Buffer.from("<p>Chunk</p>"),
      "word/broken.xml": Buffer.from("<w:hdr><w:p>"),
    }),
  )
  expect(text.split("\n\n")).toEqual([
    "Head",
    "Box",
    "Old box",
    "Body, added[1]E=mc2 A map",
    "Controlled",
    "Chunk",
    "Foot",
    "[1] Note",
    "End",
    "Comment",
  ])
  expect(warnings).toEqual([
    { code: "parts_left_out", message: expect.stringContaining("broken.xml"), count: 1 },
  ])
})

test("lists of Word keep their numbers, and headings are what pieces stand under", async () => {
  const level = (ilvl: number, format: string, text: string) =>
    `<w:lvl w:ilvl="${ilvl}"><w:start w:val="1"/><w:numFmt w:val="${format}"/><w:lvlText w:val="${text}"/></w:lvl>`
  const item = (text: string, ilvl: number, numId = 1) =>
    p(text, `<w:numPr><w:ilvl w:val="${ilvl}"/><w:numId w:val="${numId}"/></w:numPr><w:pStyle w:val="List"/>`)
  const body = [
    p("Rules", '<w:pStyle w:val="Big"/>'),
    item("one", 0),
    item("below", 1),
    item("again", 1),
    item("two", 0),
    item("dot", 0, 2),
  ]
  const { text, pieces } = await read(
    "a.docx",
    await docxWithBody(body.join(""), {
      "word/_rels/document.xml.rels": relations({ s: "styles s.xml", n: "numbering n.xml" }),
      "word/s.xml": Buffer.from(
        '<w:styles><w:style w:styleId="Base"><w:name w:val="heading 1"/></w:style><w:style w:styleId="Big"><w:basedOn w:val="Base"/></w:style><w:style w:styleId="List"/></w:styles>',
      ),
      "word/n.xml": Buffer.from(
        `<w:numbering><w:abstractNum w:abstractNumId="0">${level(0, "decimal", "%1.")}${level(1, "lowerLetter", "%1.%2)")}</w:abstractNum><w:abstractNum w:abstractNumId="1">${level(0, "bullet", "")}</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num></w:numbering>`,
      ),
    }),
  )
  expect(text).toBe("Rules\n\n1. one\n  1.a) below\n  1.b) again\n2. two\n* dot")
  expect(pieces).toEqual([{ text, page: null, section: "Rules" }])
})

test("slides are read in the order of the presentation, with tables, notes and comments, each piece on its slide", async () => {
  const shape = (inner: string, type = "") =>
    `<p:sp><p:nvPr>${type && `<p:ph type="${type}"/>`}</p:nvPr>${inner}</p:sp>`
  const line = (text: string) => `<a:p><a:r><a:t>${text}</a:t></a:r></a:p>`
  const slide = (...shapes: string[]) => Buffer.from(`<p:sld>${shapes.join("")}</p:sld>`)
  const cell = (text: string) => `<a:tc>${line(text)}</a:tc>`
  const bytes = await zipOf({
    "[Content_Types].xml": Buffer.from(
      '<Types><Override ContentType="application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml"/></Types>',
    ),
    "_rels/.rels": relations({ m: "officeDocument show/main.xml" }),
    "show/main.xml": Buffer.from(
      '<p:presentation><p:sldIdLst><p:sldId id="256" r:id="b"/><p:sldId id="257" r:id="a"/></p:sldIdLst></p:presentation>',
    ),
    "show/_rels/main.xml.rels": relations({ a: "slide a.xml", b: "slide b.xml" }),
    "show/a.xml": slide(
      shape(line("Closing"), "title"),
      `<a:tbl><a:tr>${cell("l")}${cell("r")}</a:tr></a:tbl>`,
    ),
    "show/b.xml": slide(
      shape(line("Opening"), "ctrTitle"),
      shape(line("one") + line("two")),
      shape('<a:p><a:fld type="slidenum"><a:t>1</a:t></a:fld></a:p>', "sldNum"),
    ),
    "show/_rels/b.xml.rels": relations({ n: "notesSlide n.xml", c: "comments c.xml" }),
    "show/n.xml": slide(shape(line("Say hello"))),
    "show/c.xml": Buffer.from("<p:cmLst><p:cm><p:text>Good</p:text></p:cm></p:cmLst>"),
  })
  const { text, pieces, media_type } = await read("a.pptx", bytes)
  expect(text).toBe("Opening\n\none\ntwo\n\nSay hello\n\nGood\n\nClosing\n\nl\tr")
  expect(pieces.map(({ page, section }) => [page, section])).toEqual([
    [1, "Opening"],
    [2, "Closing"],
  ])
  expect(media_type).toContain("presentationml")
})

test("an OpenDocument text is read with its lists, tables, notes and what is above and below", async () => {
  const content = `<o:d><office:automatic-styles><text:list-style style:name="L"><text:list-level-style-number text:level="1" style:num-format="1" style:num-suffix="."/></text:list-style></office:automatic-styles>
    <office:text><text:tracked-changes><text:p>gone</text:p></text:tracked-changes><text:h text:outline-level="2">Part</text:h>
    <text:p>a<text:s text:c="2"/>b<text:tab/>c<text:line-break/>d<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>Note</text:p></text:note-body></text:note></text:p>
    <text:list text:style-name="L"><text:list-item><text:p>one</text:p></text:list-item><text:list-item><text:p>two</text:p></text:list-item></text:list>
    <table:table><table:table-row><table:table-cell><text:p>l</text:p></table:table-cell><table:table-cell><text:p>r</text:p></table:table-cell></table:table-row></table:table></office:text></o:d>`
  const styles =
    "<o:d><style:master-page><style:header><text:p>Head</text:p></style:header><style:footer><text:p>Foot</text:p></style:footer></style:master-page></o:d>"
  const bytes = await zipOf({
    mimetype: Buffer.from("application/vnd.oasis.opendocument.text"),
    "content.xml": Buffer.from(content),
    "styles.xml": Buffer.from(styles),
  })
  const { text, pieces } = await read("a.odt", bytes)
  expect(text).toBe("Head\n\nPart\n\n[1] Note\n\na  b\tc\nd[1]\n\n1. one\n2. two\n\nl\tr\n\nFoot")
  expect(pieces[0]?.section).toBe("Part")
})

test("RTF is read by the code pages of its fonts, with its tables and notes, and without what is hidden", async () => {
  const rtf = String.raw`{\rtf1\ansi\ansicpg1252{\fonttbl{\f0\fcharset0 Arial;}{\f1\fcharset204 Arial Cyr;}}{\info{\title no}}
\f0 Zo\'eb {\v hidden}pays \u8364? \f1 \'cf\'f0\'e8\'e2\'e5\'f2{\*\unknown no}\f0{\footnote Note.} goes on\par
\trowd\intbl Name\cell Price\cell\row\trowd\intbl Chair\cell 120\cell\row\pard After\u233\par}`
  for (const name of ["letter.rtf", "letter.doc", "letter.txt"]) {
    const { text, media_type } = await read(name, Buffer.from(rtf, "latin1"))
    expect(text).toBe("Note.\n\nZoë pays € Привет goes on\n\nName\tPrice\nChair\t120\n\nAfteré")
    expect(media_type).toBe("application/rtf")
  }
})

test("a message is its subject, its people and its text; what is attached is named in a warning", async () => {
  const mail = (type: string, body: string) =>
    `From: An <an@example.org>\r\nTo: bo@example.org\r\nSubject: =?utf-8?q?Caf=C3=A9?=\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: ${type}\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n${body}\r\n--b\r\nContent-Type: text/plain; name=agenda.txt\r\nContent-Disposition: attachment; filename=agenda.txt\r\n\r\nno\r\n--b--\r\n`
  const plain = await read("a.eml", mail("text/plain; charset=windows-1252", "It costs =80 5"))
  expect(plain.text).toBe("Café\n\nFrom: An <an@example.org>\nTo: bo@example.org\n\nIt costs € 5")
  expect(plain.warnings).toEqual([
    { code: "attachments_left_out", message: expect.stringContaining("agenda.txt"), count: 1 },
  ])
  const html = await read("message", mail("text/html; charset=utf-8", "<p>One</p><p>Two</p>"))
  expect(html.text).toMatch(/One\n\nTwo$/)
  expect(html.media_type).toBe("message/rfc822")
})

test("text is read under any name", async () => {
  for (const name of [
    "a.rst",
    "app.log",
    "a.csv",
    "a.json",
    "a.xml",
    "a.srt",
    "a.text",
    "Makefile",
    "a.tar",
  ]) {
    expect(await textOf(name, "Some words, started.")).toBe("Some words, started.")
  }
  expect(await textOf("app.log", "\u001b[31mred\u001b[0m line")).toBe("red line")
})

test("block elements of HTML part words, pictures have their words, and what is hidden is left out", async () => {
  const html = `<!doctype html><title>Title</title><body><dl><dt>Alpha<dd>Beta</dl><figure><img alt="A picture"><figcaption>Gamma</figcaption></figure>
    <details><summary>Delta</summary>Epsilon</details><address>Zeta</address><select><option>Eta<option>Theta</select><ul><li>Iota<li>Kappa</ul>
    <table><tr><td>l<td>r<tr><td>2<td>3</table><p hidden>no<p style="color:red; display: none">no</p><template>no</template><svg><text>Drawn</text></svg>
    <ruby>漢<rp>(</rp><rt>kan</rt><rp>)</rp></ruby><input value="Filled"><input type=hidden value=no></body>Afterwards`
  const { text } = await read("a.html", html)
  expect(text.split(/\s+/)).toEqual(
    "Title Alpha Beta A picture Gamma Delta Epsilon Zeta Eta Theta * Iota * Kappa l r 2 3 Drawn 漢(kan) Filled Afterwards".split(
      " ",
    ),
  )
  const layout = await textOf(
    "a.html",
    `<table><tr><td><h1>Menu</h1><p>${"Long words. ".repeat(60)}</p><p>More.</p></td><td>Side</td></tr></table>`,
  )
  expect(layout.split("\n\n").map((one) => one.slice(0, 5).trim())).toEqual(["Menu", "Long", "More.", "Side"])
  expect(await textOf("a.html", `<p>${"<br><img src=x>".repeat(60_000)}Still here`)).toContain("Still here")
})

test("an encoding is taken from the mark, what is declared, and else guessed with a warning", async () => {
  const russian = Buffer.from([0xcf, 0xf0, 0xe8, 0xe2, 0xe5, 0xf2, 0x20, 0xec, 0xe8, 0xf0])
  const declared = Buffer.concat([Buffer.from('<meta charset="windows-1251"><p>'), russian])
  expect(await read("a.html", declared)).toMatchObject({ text: "Привет мир", warnings: [] })
  const xml = Buffer.concat([Buffer.from('<?xml version="1.0" encoding="windows-1251"?><html><p>'), russian])
  expect(await read("a.html", xml)).toMatchObject({ text: "Привет мир", warnings: [] })
  const guessed = await read("a.txt", Buffer.from("Le café est fermé à Orléans, désolé.", "latin1"))
  expect(guessed.text).toBe("Le café est fermé à Orléans, désolé.")
  expect(guessed.warnings).toEqual([
    { code: "encoding_guessed", message: expect.stringContaining("windows-1252"), count: 1 },
  ])
})

const shows = (...lines: [x: number, y: number, text: string][]) =>
  pdfWithContent(
    Buffer.from(lines.map(([x, y, text]) => `BT /F1 10 Tf ${x} ${y} Td (${text}) Tj ET`).join("\n")),
    "/ASCIIHexDecode".slice(0, 0) || "[]",
  )

test("words of a PDF that are broken at a line's end are joined, and columns are parted", async () => {
  expect(
    await textOf(
      "a.pdf",
      shows(
        [10, 180, "It has a data-"],
        [10, 168, "base behind it, self-contained and self-"],
        [10, 156, "contained again."],
      ),
    ),
  ).toBe("It has a database behind it, self-contained and self-contained again.")
  const columns = await textOf(
    "a.pdf",
    shows([10, 180, "Left one"], [120, 180, "Right one"], [10, 168, "Left two"], [120, 168, "Right two"]),
  )
  expect(columns).toBe("Left one\tRight one\nLeft two\tRight two")
})

test("pages of a PDF are where its pieces are, and what has no text or cannot be read is told", async () => {
  const document = new PdfDocument({ autoFirstPage: false })
  document.addPage().text("First page.")
  document.addPage().rect(10, 10, 50, 50).fill("#336699")
  document.addPage().text("Third page.")
  document.file(Buffer.from("x"), { name: "figures.xlsx" })
  document.initForm()
  document.formText("name", 10, 300, 200, 20, { value: "An Peeters" })
  document.note(10, 400, 20, 20, "Look here")
  document.end()
  const { text, pieces, warnings } = await read("a.pdf", await buffer(document))
  expect(text).toBe("First page.\n\nThird page.\n\nLook here\nAn Peeters")
  expect(pieces.map(({ page }) => page)).toEqual([1, 3])
  expect(warnings).toEqual([
    {
      code: "pages_without_text",
      message: expect.stringMatching(/^1 of 3 pages hold only pictures/),
      count: 1,
    },
    { code: "attachments_left_out", message: expect.stringContaining("figures.xlsx"), count: 1 },
  ])
  const good = (await pdfOf(["One.", "Two."])).toString("latin1")
  const bad = Buffer.from(good.replace(/\/Type \/Page\n/, "/Type /Pagx\n"), "latin1")
  expect(await extractDocument({ name: "b.pdf", bytes: bad })).toMatchObject({ ok: true })
})

test("what is left out says what to do", async () => {
  for (const [name, bytes, advice] of [
    [
      "book.epub",
      await zipOf({ mimetype: Buffer.from("application/epub+zip") }),
      /e-book.*Convert it to PDF or HTML/,
    ],
    ["a.pages", await zipOf({ "Index/Document.iwa": Buffer.from("x") }), /Apple Pages.*Export it/],
    ["scan.png", Buffer.from("89504e470d0a1a0a0000000d49484452", "hex"), /PNG.*text recognition/],
  ] as const) {
    const found = await extractDocument({ name, bytes })
    expect(found).toMatchObject({ ok: false, code: "unknown_type", message: expect.stringMatching(advice) })
  }
})
