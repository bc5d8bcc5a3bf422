import PostalMime, { type Address, type Email } from "postal-mime"
import { namesText } from "../words.ts"
import { type Block, BlockWriter, blocksOfText, type DocumentWarning, type ReadDocument } from "./blocks.ts"
import { takeHtml } from "./html.ts"
import { windows1252 } from "./windows-1252.ts"

const DEEPEST = 256
const MOST_HEADER_BYTES = 1_048_576

/** A message: its subject, who wrote to whom, and its text. What is attached is named in a warning. */
export async function readEml(bytes: Buffer, mostCharacters: number): Promise<ReadDocument> {
  const mail = await PostalMime.parse(bytes, { maxNestingDepth: DEEPEST, maxHeadersSize: MOST_HEADER_BYTES })
  const writer = new BlockWriter(mostCharacters)
  writer.add(windows1252(mail.subject ?? ""))
  writer.end({ level: 1 })
  for (const line of headLines(mail)) {
    writer.add(line)
    writer.end({ isItem: true })
  }
  writer.take(blocksOf(mail, mostCharacters))
  return { blocks: writer.finish(), warnings: warningsOf(mail) }
}

function headLines({ from, to = [], cc = [], date }: Email): string[] {
  const of = (addresses: readonly Address[]) =>
    addresses
      .map(addressText)
      .filter((one) => one !== "")
      .join(", ")
  const lines: [string, string][] = [
    ["From", of(from ? [from] : [])],
    ["To", of(to)],
    ["Cc", of(cc)],
    ["Date", date ?? ""],
  ]
  return lines.flatMap(([name, value]) => (value === "" ? [] : [`${name}: ${windows1252(value)}`]))
}

function addressText(address: Address): string {
  if (address.group) return address.group.map(addressText).join(", ")
  return address.name ? `${address.name} <${address.address}>` : (address.address ?? "")
}

function blocksOf({ text, html }: Email, mostCharacters: number): Block[] {
  if (text !== undefined && text.trim() !== "") return blocksOfText(windows1252(text))
  const writer = new BlockWriter(mostCharacters)
  if (html !== undefined) takeHtml(windows1252(html), writer)
  return writer.finish()
}

function warningsOf({ attachments }: Email): DocumentWarning[] {
  // Pictures that the text shows are part of how it looks.
  const left = attachments.filter(({ related }) => !related)
  if (left.length === 0) return []
  const names = left.map(({ filename, mimeType }) => filename ?? `one of type ${mimeType}`)
  const message = `Attachments were left out: ${namesText(names)}. Import them as documents of their own.`
  return [{ code: "attachments_left_out", message, count: left.length }]
}
