import { createReadStream, existsSync } from "node:fs"
import { mkdir, readFile, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { type WrittenExtract, writeExtract } from "../sample/archive.ts"
import { type PlannedExtract, planExtracts } from "../sample/extract.ts"
import { BRANCH, dottedNumber } from "../sample/numbers.ts"

export interface BenchFiles {
  directory: string
  full: WrittenExtract
  update: WrittenExtract
  /** An update that names only branches nobody has, and no code. */
  strangers: WrittenExtract
}

/** Batches of the extract whose batches do nothing, when each has one row. */
const EMPTY_BATCHES = 10_000

/** The extracts to measure with, made once a size and kept in `root`. */
export async function benchFiles(root: string, rows: number, changes: number): Promise<BenchFiles> {
  const directory = join(root, `${rows}-${changes}`)
  const manifest = join(directory, "manifest.json")
  if (existsSync(manifest)) return JSON.parse(await readFile(manifest, "utf8")) as BenchFiles
  await mkdir(directory, { recursive: true })
  const written: WrittenExtract[] = []
  const steps = [
    { type: "full" as const },
    { type: "update" as const },
    { type: "update" as const, changes: 0 },
  ]
  for (const extract of planExtracts({ seed: 1, rows, changes, steps })) {
    written.push(await writeExtract(written.length === 2 ? withStrangers(extract) : extract, directory))
  }
  const [full, update, strangers] = written
  if (!full || !update || !strangers) throw new Error("The extracts were not written.")
  const files: BenchFiles = { directory, full, update, strangers }
  await writeFile(manifest, JSON.stringify(files))
  return files
}

function withStrangers(extract: PlannedExtract): PlannedExtract {
  const records = () => Array.from({ length: EMPTY_BATCHES }, (_, i) => [dottedNumber(BRANCH, 9_900_000 + i)])
  const files = extract.files.map((file) => {
    if (file.name === "branch_delete.csv") return { ...file, records }
    return file.name === "code.csv" ? { ...file, records: () => [] } : file
  })
  return { ...extract, files }
}

/** Reads a file once, so that no side pays for the disk. */
export async function warm(path: string): Promise<void> {
  for await (const _ of createReadStream(path, { highWaterMark: 1024 * 1024 }));
}
