import { BlockWriter, type ReadDocument } from "./blocks.ts"
import { OfficeTaker } from "./docx/taker.ts"
import { openPackage, taking } from "./package.ts"
import { RefusedError } from "./refused.ts"

/** What belongs to a slide beside what is on it. */
const BESIDE = ["diagramData", "chart", "notesSlide", "comments", "comment"]

/** A presentation, slide by slide in its order: what is on each, its notes and comments. */
export async function readPptx(bytes: Buffer, mostCharacters: number): Promise<ReadDocument> {
  const parts = await openPackage(bytes)
  const main = (await parts.relations("")).find(({ type }) => type === "officeDocument")?.part
  if (main === undefined || !parts.has(main)) throw new RefusedError("corrupt")
  const ids: string[] = []
  const take = taking({
    open(name, attributes) {
      // The slide's own id has no prefix, that of the relation has one.
      const id = Object.entries(attributes).find(([key]) => /:id$/.test(key))?.[1]
      if (name === "sldId" && id !== undefined) ids.push(id)
    },
  })
  await parts.read(main, take)
  const relations = new Map((await parts.relations(main)).map((one) => [one.id, one.part]))
  const writer = new BlockWriter(mostCharacters)
  for (const [i, id] of ids.entries()) {
    const slide = relations.get(id)
    if (slide === undefined || !parts.has(slide)) continue
    writer.page = i + 1
    await parts.readBeside(slide, new OfficeTaker({ writer, isSlide: true }))
    writer.endList()
    const beside = await parts.relations(slide)
    for (const type of BESIDE) {
      for (const { part } of beside.filter((one) => one.type === type)) {
        await parts.readBeside(
          part,
          type === "chart" ? chartTaker(writer) : new OfficeTaker({ writer, isSlide: true }),
        )
        writer.endList()
      }
    }
  }
  return { blocks: writer.finish(), warnings: parts.warnings() }
}

/** Of a chart its titles, and the names of its series and categories; its numbers are in a workbook of their own. */
function chartTaker(writer: BlockWriter) {
  let inText = 0
  let strings = 0
  return taking({
    open(name) {
      if (name === "strCache") strings += 1
      if (name === "t" || (name === "v" && strings > 0)) inText += 1
    },
    close(name) {
      if (name === "strCache") strings -= 1
      if ((name === "t" || (name === "v" && strings >= 0)) && inText > 0) inText -= 1
      if (name === "v" || name === "p") writer.end({ isItem: true })
    },
    text(text) {
      if (inText > 0) writer.add(text)
    },
  })
}
