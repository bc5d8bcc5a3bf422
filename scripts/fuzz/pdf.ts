import { buffer } from "node:stream/consumers"
import { deflateSync } from "node:zlib"
import PdfDocument from "pdfkit"
import type { Random } from "../sample/random.ts"
import { words } from "./texts.ts"

/** A PDF as a library writes it. */
export async function drawn(random: Random): Promise<Buffer> {
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
export function raw(random: Random): Buffer {
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
