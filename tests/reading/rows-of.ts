import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { ImportOptions, type ImportOptionsInput } from "../../lib/contract/index.ts"
import { warningsOf } from "../../lib/reading/notices.ts"
import { openRecordFile } from "../../lib/reading/record-facts.ts"
import { readRecordFile } from "../../lib/reading/record-file.ts"
import type { SentFile } from "../support/imports.ts"

type Line = Record<string, unknown>

/** Reads a file as an import does: its rows, its bad rows as `line code`, and its warnings as `code count`. */
export async function rowsOf(dataset: string, file: SentFile, said: ImportOptionsInput = {}) {
  const { faults, ...others } = await readingOf(dataset, file, said)
  return { ...others, errors: faults.map(({ line, code }) => `${line} ${code}`) }
}

/** The same with all that is kept of its bad rows. */
export async function readingOf(
  dataset: string,
  { file_name, bytes }: SentFile,
  said: ImportOptionsInput = {},
) {
  const directory = mkdtempSync(join(tmpdir(), "sluice-rows-"))
  try {
    const locator = join(directory, "file")
    writeFileSync(locator, bytes)
    const file = { dataset, locator, name: file_name, options: ImportOptions.parse(said) }
    const { warnings, ...facts } = await openRecordFile(file)
    const of = { job_id: "", afterRow: 0, directory, now: 0, keep: 100 }
    const [rows, faults, notices] = [
      [] as Line[],
      [] as Line[],
      [] as Parameters<typeof warningsOf>[0][number][],
    ]
    for await (const chunk of readRecordFile({ ...file, ...facts, of })) {
      rows.push(...linesIn(chunk.path))
      faults.push(...linesIn(chunk.faults.path))
      notices.push(...chunk.notices)
    }
    const all = [...warnings, ...warningsOf(notices)]
    return {
      rows,
      faults,
      warnings: all.map(({ code, count }) => `${code} ${count}`),
    }
  } finally {
    rmSync(directory, { recursive: true, force: true })
  }
}

const linesIn = (path: string | null): Line[] =>
  path === null
    ? []
    : readFileSync(path, "utf8")
        .split("\n")
        .filter((line) => line !== "")
        .map((line) => JSON.parse(line) as Line)
