import { readdir, readFile, rm, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { z } from "zod"
import { isMissing, statOrNull } from "./disk.ts"

/** Hidden names are neither listed nor given out, so a note cannot be taken for a file. */
const PREFIX = ".uploader-of-"

const Note = z.object({ uploader: z.string() })

const notePath = (root: string, filename: string) => join(root, `${PREFIX}${filename}`)

/** Notes beside a stored file who stored it. */
export async function noteUploader(root: string, filename: string, uploader: string): Promise<void> {
  await writeFile(notePath(root, filename), JSON.stringify({ uploader }), { mode: 0o600 })
}

/** Who stored a file; null when nobody is noted, as of one that was put into the folder by hand. */
export async function uploaderOf(root: string, filename: string): Promise<string | null> {
  try {
    return Note.parse(JSON.parse(await readFile(notePath(root, filename), "utf8"))).uploader
  } catch (error) {
    if (isMissing(error) || error instanceof SyntaxError || error instanceof z.ZodError) return null
    throw error
  }
}

export async function forgetUploader(root: string, filename: string): Promise<void> {
  await rm(notePath(root, filename), { force: true })
}

/** Removes the notes of files that were taken out of the folder by hand. */
export async function sweepUploaders(root: string): Promise<void> {
  for (const name of await readdir(root)) {
    if (!name.startsWith(PREFIX)) continue
    const filename = name.slice(PREFIX.length)
    if (!(await statOrNull(join(root, filename)))) await forgetUploader(root, filename)
  }
}
