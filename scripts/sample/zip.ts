import { buffer } from "node:stream/consumers"
import { ZipFile } from "yazl"

const WRITTEN = new Date("2025-10-05T00:00:00Z")

/** A ZIP of these files by entry name, the same bytes at any time; packed unless `compress` is false, ZIP64 on demand. */
export function zipOf(
  files: Readonly<Record<string, string | Buffer>>,
  { compress = true, zip64 = false }: { compress?: boolean; zip64?: boolean } = {},
): Promise<Buffer> {
  const zip = new ZipFile()
  for (const [name, content] of Object.entries(files))
    zip.addBuffer(Buffer.from(content), name, { mtime: WRITTEN, compress, forceZip64Format: zip64 })
  zip.end({ forceZip64Format: zip64, comment: "" })
  return buffer(zip.outputStream)
}
