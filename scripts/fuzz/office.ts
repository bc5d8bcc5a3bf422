import type { Random } from "../sample/random.ts"
import { zipOf } from "../sample/zip.ts"
import { mangled } from "./mangled.ts"
import { tree } from "./texts.ts"

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

/** A Word file or slides, with parts that nobody needs. */
export async function office(random: Random, kind: "word" | "ppt"): Promise<Buffer> {
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

export async function odt(random: Random): Promise<Buffer> {
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
