import type { Problem } from "../errors.ts"
import { asOther } from "../formats/content.ts"

const AS_CSV = "Save it as CSV or .xlsx and send that."
const BINARY: readonly [what: string, start: string, advice: string][] = [
  ["a PDF", "%PDF", "Rows come in a spreadsheet: export the table as CSV or .xlsx and send that."],
  ["a picture, not a text file with rows", "\x89PNG", AS_CSV],
  ["a picture, not a text file with rows", "\xff\xd8\xff", AS_CSV],
  ["a picture, not a text file with rows", "GIF8", AS_CSV],
  ["a RAR archive", "Rar!", "Pack the file as a ZIP, or send the file itself."],
  ["a 7z archive", "7z\xbc\xaf", "Pack the file as a ZIP, or send the file itself."],
  ["a file compressed with bzip2", "BZh", "Pack it with gzip or as a ZIP, or send the file itself."],
  ["a file compressed with xz", "\xfd7zXZ", "Pack it with gzip or as a ZIP, or send the file itself."],
  ["a Parquet file", "PAR1", AS_CSV],
  ["an SQLite database", "SQLite format 3", "Export the table as CSV and send that."],
  ["an RTF document", "{\\rtf", AS_CSV],
]
const COMPOUND = Buffer.from("d0cf11e0a1b11ae1", "hex")
const SECTOR_BYTES = 512

/** What a file that is no text is refused with, by how it begins; null of what may be text. */
export function otherKind(head: Buffer, name: string): Problem | null {
  const start = head.toString("latin1", 0, 16)
  if (head.subarray(0, 8).equals(COMPOUND)) return compound(head, name)
  const found = BINARY.find(([, magic]) => start.startsWith(magic))
  return found ? asOther(name, found[0], found[2]) : null
}

/** Old Office files and encrypted new ones are the same kind of container. */
function compound(head: Buffer, name: string): Problem {
  const has = (stream: string) => head.includes(Buffer.from(stream, "utf16le"))
  const directory = head.length >= 52 ? (head.readUInt32LE(48) + 1) * SECTOR_BYTES : 0
  if (has("EncryptedPackage") || has("EncryptionInfo")) {
    return asOther(
      name,
      "protected with a password",
      "Open it, take the password away (File, Info, Protect), save it and send that.",
    )
  }
  if (has("Workbook") || has("Book") || directory >= head.length) {
    return asOther(
      name,
      "an old Excel workbook (.xls)",
      "Open it and save it as .xlsx or CSV, and send that.",
    )
  }
  if (has("WordDocument")) return asOther(name, "an old Word document (.doc)", AS_CSV)
  return asOther(name, "an old Office file", AS_CSV)
}

/** What a text of markup is refused with, each kind with its own advice; null of any other text. */
export function markupKind(text: string, name: string, takesUrls: boolean): Problem | null {
  const start = text.trimStart().slice(0, 2_000)
  if (!start.startsWith("<")) return null
  const bare = start.replace(/^<\?xml[^>]*>\s*/i, "").replace(/^(?:<!--[\s\S]*?-->\s*)+/, "")
  if (/^<(?:!doctype html|html|head|body)\b/i.test(bare)) {
    const advice =
      "Most likely it was saved from a browser, or a login has expired. Download the file itself, or save the table as CSV or .xlsx."
    return asOther(name, "an HTML page", advice)
  }
  if (/^<(?:\w+:)?(?:urlset|sitemapindex)\b/i.test(bare)) {
    const advice = takesUrls
      ? "Put its URLs into a text file, one a line, and send that."
      : "Its URLs can be imported as a taxonomy: put them into a text file, one a line."
    return asOther(name, "a sitemap", advice)
  }
  if (/^<\?mso-application progid="Excel|^<(?:\w+:)?Workbook\b/i.test(bare)) {
    return asOther(name, "an Excel workbook in XML (2003)", "Save it as .xlsx or CSV and send that.")
  }
  const isXml =
    start.startsWith("<?xml") ||
    /^<!DOCTYPE/i.test(bare) ||
    /^<([A-Za-z][\w:.-]*)[^>]*>[\s\S]*<\/?/.test(bare)
  return isXml ? asOther(name, "XML", AS_CSV) : null
}
