import type { Random } from "../sample/random.ts"
import { zipOf } from "../sample/zip.ts"
import { mangled } from "./mangled.ts"

/** A workbook with cells of every type there is, in places they may not be in. */
export async function workbook(random: Random): Promise<Buffer> {
  const cell = () => {
    const [type, value] = random.pick([
      ["s", String(random.below(5))],
      ["n", "45658.5"],
      ["n", "3.2E10"],
      ["str", "Gent"],
      ["b", "1"],
      ["e", "#N/A"],
      ["inlineStr", ""],
    ] as const)
    const inner = type === "inlineStr" ? "<is><t>in line</t></is>" : `<v>${value}</v>`
    return `<c t="${type}" s="${random.below(4)}"${random.chance(0.5) ? ` r="${random.pick([..."ABCDEF"])}1"` : ""}>${random.chance(0.1) ? "<f>x</f>" : ""}${inner}</c>`
  }
  const rows = random.some(
    20,
    () =>
      `<row${random.chance(0.5) ? ` r="${1 + random.below(40)}"` : ""}>${random.some(6, cell).join("")}</row>`,
  )
  const strings = ["email", "phone", "question", "answer", "url"].map((one) => `<si><t>${one}</t></si>`)
  const parts: Record<string, string> = {
    "[Content_Types].xml": "<Types/>",
    "_rels/.rels":
      '<Relationships><Relationship Id="a" Type="x/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": '<workbook xmlns:r="r"><sheets><sheet name="S" r:id="s"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels":
      '<Relationships><Relationship Id="s" Type="x/worksheet" Target="s.xml"/><Relationship Id="t" Type="x/sharedStrings" Target="t.xml"/></Relationships>',
    "xl/s.xml": `<worksheet><sheetData>${rows.join("")}</sheetData></worksheet>`,
    "xl/t.xml": `<sst>${strings.join("")}</sst>`,
  }
  const entries = Object.entries(parts).map(
    ([name, text]) => [name, mangled(random, Buffer.from(text), 0.05)] as const,
  )
  return mangled(random, await zipOf(Object.fromEntries(entries)), 0.05)
}
