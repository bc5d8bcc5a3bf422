import { type Block, BlockWriter, type ReadDocument } from "../blocks.ts"
import { openPackage, type Package } from "../package.ts"
import { RefusedError } from "../refused.ts"
import { Numbering, stylesIn } from "./numbering.ts"
import { OfficeTaker, type TakerOptions } from "./taker.ts"

/** What stands above and below the body, in the order it is read. */
const BEFORE = ["header"]
const BEHIND = ["footer", "footnotes", "endnotes", "comments"]

/** Reads a document within a document. */
export type ReadNested = (name: string, bytes: Buffer) => Promise<readonly Block[]>

/**
 * A Word document: its body, what stands above and below it, notes and comments, with deletions left out. Each text that is there more
 * than once, such as the headers of sections, is read once.
 */
export async function readDocx(
  bytes: Buffer,
  mostCharacters: number,
  nested: ReadNested,
): Promise<ReadDocument> {
  const parts = await openPackage(bytes)
  const main = (await parts.relations("")).find(({ type }) => type === "officeDocument")?.part
  if (main === undefined || !parts.has(main)) throw new RefusedError("corrupt")
  const relations = await parts.relations(main)
  const partOf = (type: string) => relations.find((one) => one.type === type)?.part
  const writer = new BlockWriter(mostCharacters)
  const of: TakerOptions = {
    writer,
    styles: await stylesIn(parts, partOf("styles")),
    numbering: await Numbering.read(parts, partOf("numbering")),
    notes: new Map(),
    chunks: await chunksOf(parts, relations, nested),
  }
  const seen = new Set<string>()
  const around = async (types: readonly string[]) => {
    for (const type of types) {
      const named = relations.filter((one) => one.type === type).map(({ part }) => part)
      for (const part of new Set(named)) await takeOnce(parts, part, of, isRunning(type) ? seen : null)
    }
  }
  await around(BEFORE)
  await parts.read(main, new OfficeTaker(of))
  writer.end()
  await around(BEHIND)
  return { blocks: writer.finish(), warnings: parts.warnings() }
}

/** Headers and footers, of which each section of a document may have its own. */
const isRunning = (type: string) => type === "header" || type === "footer"

async function takeOnce(
  parts: Package,
  part: string,
  of: TakerOptions,
  seen: Set<string> | null,
): Promise<void> {
  const writer = new BlockWriter()
  await parts.readBeside(part, new OfficeTaker({ ...of, writer }))
  const blocks = writer.finish().filter(({ text }) => !seen?.has(text))
  for (const { text } of blocks) seen?.add(text)
  of.writer.take(blocks)
}

async function chunksOf(
  parts: Package,
  relations: Awaited<ReturnType<Package["relations"]>>,
  nested: ReadNested,
): Promise<Map<string, readonly Block[]>> {
  const chunks = new Map<string, readonly Block[]>()
  for (const { id, type, part } of relations) {
    if (type === "aFChunk" && parts.has(part)) chunks.set(id, await nested(part, await parts.bytes(part)))
  }
  return chunks
}
