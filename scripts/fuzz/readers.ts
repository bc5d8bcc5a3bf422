import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { monitorEventLoopDelay } from "node:perf_hooks"
import { ImportOptions } from "../../lib/contract/index.ts"
import { findDataset } from "../../lib/datasets/index.ts"
import { isProblem } from "../../lib/errors.ts"
import { openRecordsApart, previewRecordsApart, readRecordsApart } from "../../lib/reading/apart.ts"
import { openSource } from "../../lib/reading/index.ts"
import { Random } from "../sample/random.ts"
import { DOCUMENTS } from "./documents.ts"
import { GENERATORS, type MadeFile } from "./files.ts"

/** What no file may do to whoever reads it. */
export interface Finding {
  format: string
  seed: number
  what: string
}

/** For one file, and for a look at how the process is. */
const MOST_MS = 10_000
const MOST_DELAY_MS = 200
const TRIES = 3

/**
 * Reads made files of every format, as a preview and as an import, until the time is up: what is refused is refused by a Problem below
 * 500, what is read has the same header both times, and the event loop is never held for long.
 */
export async function fuzzReaders(
  seconds: number,
  firstSeed: number,
  found: (finding: Finding) => void,
): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), "sluice-fuzz-"))
  const delay = monitorEventLoopDelay({ resolution: 10 })
  delay.enable()
  const end = Date.now() + seconds * 1_000
  let seed = firstSeed
  try {
    for (; Date.now() < end; seed += 1) {
      for (const [format, make] of Object.entries({ ...GENERATORS, ...DOCUMENTS })) {
        const file = await make(new Random(seed))
        const what = await whatIsWrong(folder, file, delay)
        if (what !== null) found({ format, seed, what })
      }
    }
  } finally {
    delay.disable()
    await rm(folder, { recursive: true, force: true })
  }
  return seed - firstSeed
}

/** On a machine that is busy others hold a reader up: what takes time only counts when it is so every time. */
async function whatIsWrong(
  folder: string,
  file: MadeFile,
  delay: ReturnType<typeof monitorEventLoopDelay>,
): Promise<string | null> {
  let slow = ""
  for (let times = 0; times < TRIES; times += 1) {
    delay.reset()
    const began = performance.now()
    const what = await tried(folder, file)
    if (what !== null) return what
    const [took, held] = [performance.now() - began, delay.max / 1e6]
    if (took <= MOST_MS && held <= MOST_DELAY_MS) return null
    slow = `took ${Math.round(took)} ms, and held the event loop for ${Math.round(held)} ms`
  }
  return slow
}

async function tried(folder: string, { dataset, name, bytes }: MadeFile): Promise<string | null> {
  const locator = join(folder, "file")
  await writeFile(locator, bytes)
  const file = { dataset, locator, name, options: ImportOptions.parse({}) }
  if (dataset === "documents") {
    const read = await outcome(() => readDocuments(folder, locator, name))
    return "error" in read ? `reading threw ${read.error}` : null
  }
  const looked = await outcome(() => previewRecordsApart(file, bytes.length))
  const read = await outcome(() => readAll(folder, file, bytes.length))
  if ("error" in looked) return `the preview threw ${looked.error}`
  if ("error" in read) return `reading threw ${read.error}`
  if (
    "value" in looked &&
    "value" in read &&
    JSON.stringify(looked.value.header) !== JSON.stringify(read.value.header)
  ) {
    return `the preview shows ${JSON.stringify(looked.value.header)}, read is ${JSON.stringify(read.value.header)}`
  }
  return "refused" in looked && "value" in read
    ? `is refused by the preview (${looked.refused}), and read`
    : null
}

type Outcome<T> = { value: T } | { refused: string } | { error: string }

async function outcome<T>(work: () => Promise<T>): Promise<Outcome<T>> {
  try {
    return { value: await work() }
  } catch (error) {
    if (isProblem(error) && error.status < 500) return { refused: error.code }
    return { error: error instanceof Error ? (error.stack ?? error.message) : String(error) }
  }
}

async function readAll(directory: string, file: Parameters<typeof openRecordsApart>[0], size: number) {
  const { header, ...facts } = await openRecordsApart(file, size)
  const of = { job_id: "", afterRow: 0, directory, now: 0, keep: 1_000 }
  let last = 0
  for await (const chunk of readRecordsApart({ ...file, ...facts, header, of }, size, () => 60)) {
    const lines = (await readFile(chunk.path, "utf8")).split("\n").filter((line) => line !== "")
    for (const line of lines) JSON.parse(line)
    if (lines.length !== chunk.rows)
      throw new Error(`a chunk of ${chunk.rows} rows has ${lines.length} lines`)
    if (chunk.last_row - last !== chunk.rows + chunk.faults.count)
      throw new Error("rows and faults are not all records")
    last = chunk.last_row
    await rm(chunk.path, { force: true })
    if (chunk.faults.path) await rm(chunk.faults.path, { force: true })
  }
  return { header }
}

/** Every document of a file is read or refused, its pieces are all of its text, and there is one line for it. */
async function readDocuments(directory: string, locator: string, name: string): Promise<void> {
  const input = { locator, name, options: ImportOptions.parse({}) }
  const { files } = await openSource(findDataset("documents"), input)
  const of = { job_id: "", afterRow: 0, directory, now: 0, keep: 1_000 }
  for (const file of files) {
    for await (const chunk of file.chunks(of, () => 60)) {
      const lines = (await readFile(chunk.path, "utf8")).split("\n").filter((line) => line !== "")
      for (const line of lines) assertWhole(JSON.parse(line))
      if (chunk.rows + chunk.faults.count !== 1) throw new Error("a document is neither read nor refused")
      await rm(chunk.path, { force: true })
      if (chunk.faults.path) await rm(chunk.faults.path, { force: true })
    }
  }
}

interface DocumentLine {
  text: string
  _chunks: string[]
  _pages: (number | null)[]
  _sections: (string | null)[]
}

function assertWhole({ text, _chunks, _pages, _sections }: DocumentLine): void {
  const plain = (some: string) => some.replace(/\s/g, "")
  if (plain(_chunks.join("")) !== plain(text)) throw new Error("the pieces are not the text")
  if (_pages.length !== _chunks.length || _sections.length !== _chunks.length)
    throw new Error("pieces without a place")
  if (_chunks.some((piece) => piece.length > 1_200)) throw new Error("a piece is too long")
}
