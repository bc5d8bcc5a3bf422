import { readFile } from "node:fs/promises"
import { extname } from "node:path"
import { buffer } from "node:stream/consumers"
import { ZipFile } from "yazl"
import type { Dataset } from "./declaration.ts"

const FOLDER = new URL("./examples/", import.meta.url)
const MEDIA_TYPES: Record<string, string> = { ".zip": "application/zip", ".csv": "text/csv; charset=utf-8" }
/** Of every entry, so that the same files always make the same bytes. */
const MADE_AT = new Date("2025-01-02T04:12:07Z")

/** A small file a dataset can be tried with. */
export interface ExampleFile {
  file_name: string
  media_type: string
  bytes: Uint8Array<ArrayBuffer>
}

/**
 * The example a dataset's declaration names: its files as they lie in examples/, zipped when the declared name
 * ends in .zip. Everything in it is made up.
 */
export async function exampleOf({ name, example }: Pick<Dataset, "name" | "example">): Promise<ExampleFile> {
  const ending = extname(example.file_name)
  const texts = await Promise.all(
    example.files.map(async (file) => ({ file, bytes: await readFile(new URL(`${name}/${file}`, FOLDER)) })),
  )
  const bytes = ending === ".zip" ? await zipped(texts) : Buffer.concat(texts.map((text) => text.bytes))
  return {
    file_name: example.file_name,
    media_type: MEDIA_TYPES[ending] ?? "application/octet-stream",
    bytes: new Uint8Array(bytes),
  }
}

async function zipped(texts: readonly { file: string; bytes: Buffer }[]): Promise<Buffer> {
  const zip = new ZipFile()
  for (const { file, bytes } of texts) zip.addBuffer(bytes, file, { mtime: MADE_AT })
  zip.end()
  return buffer(zip.outputStream)
}
