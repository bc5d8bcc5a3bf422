import { Open } from "unzipper"
import { zipOf } from "../../scripts/sample/zip.ts"
import type { Sent } from "./drive.ts"

/** The texts of an extract's files by name. */
export type Texts = Record<string, string>

/** The same extract with some of its files written anew. */
export async function changed(extract: Sent, change: (texts: Texts) => void): Promise<Sent> {
  const { files } = await Open.buffer(extract.bytes)
  const texts: Texts = {}
  for (const file of files) texts[file.path] = (await file.buffer()).toString("utf8")
  change(texts)
  return { ...extract, bytes: await zipOf(texts) }
}

/** The same extract with one text of one file replaced, which must be there. */
export function replaced(extract: Sent, file: string, from: string, to: string): Promise<Sent> {
  return changed(extract, (texts) => {
    const text = texts[file]
    if (!text?.includes(from)) throw new Error(`${file} has no ${JSON.stringify(from)}`)
    texts[file] = text.replace(from, to)
  })
}
