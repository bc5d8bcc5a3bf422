import type { DocumentType } from "./media-types.ts"
import { openPackage, type Package } from "./package.ts"

/** What a ZIP is the wrapping of. */
export type Packed = { type: DocumentType } | { label: string; advice: string }

/** Of an entry, and of an archive that has none. */
const SIGNATURES = ["PK\x03\x04", "PK\x05\x06"]

export const isZip = (bytes: Buffer) => SIGNATURES.includes(bytes.toString("latin1", 0, 4))

const BY_MAIN: readonly [pattern: RegExp, packed: Packed][] = [
  [/wordprocessingml\.(document|template)\.main|ms-word\.(document|template)/i, { type: "docx" }],
  [/presentationml\.(presentation|template|slideshow)\.main|ms-powerpoint\./i, { type: "pptx" }],
  [
    /spreadsheetml\.(sheet|template)\.main|ms-excel\./i,
    {
      label: "an Excel workbook",
      advice: "Save it as PDF or CSV and import that, or its rows as another dataset.",
    },
  ],
]
const BY_NAME: readonly [pattern: RegExp, packed: Packed][] = [
  [/^word\/document\d*\.xml$/, { type: "docx" }],
  [/^ppt\/presentation\.xml$/, { type: "pptx" }],
  [/^xl\/workbook\.(xml|bin)$/, BY_MAIN[2]?.[1] as Packed],
  [
    /^index\/.*\.iwa$|^index\.zip$/,
    {
      label: "a document of Apple Pages, Numbers or Keynote",
      advice: "Export it as Word, PowerPoint or PDF and import that.",
    },
  ],
]

/** What a ZIP is, when it is more than a ZIP. Throws RefusedError. */
export async function packedAs(bytes: Buffer): Promise<Packed | null> {
  const parts = await openPackage(bytes)
  const mime = parts.has("mimetype")
    ? (await parts.bytes("mimetype")).toString("latin1").slice(0, 200).trim()
    : ""
  if (mime !== "") {
    const packed = packedByMime(mime)
    if (packed) return packed
  }
  const types = parts.has("[content_types].xml") ? await contentTypes(parts) : ""
  return (
    BY_MAIN.find(([pattern]) => pattern.test(types))?.[1] ??
    BY_NAME.find(([pattern]) => parts.names.some((name) => pattern.test(name)))?.[1] ??
    null
  )
}

function packedByMime(mime: string): Packed | null {
  if (/opendocument\.text(-template|-master|-web)?$/.test(mime)) return { type: "odt" }
  if (mime.includes("opendocument.spreadsheet"))
    return { label: "an OpenDocument spreadsheet", advice: "Save it as PDF or CSV and import that." }
  if (mime.includes("opendocument"))
    return {
      label: "an OpenDocument file that is no text",
      advice: "Save it as PDF or .pptx and import that.",
    }
  if (mime.includes("epub"))
    return { label: "an e-book (EPUB)", advice: "Convert it to PDF or HTML and import that." }
  return null
}

async function contentTypes(parts: Package): Promise<string> {
  return (await parts.bytes("[content_types].xml")).subarray(0, 1_048_576).toString("latin1")
}
