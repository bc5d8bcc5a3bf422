import { writeExtract } from "../../scripts/sample/archive.ts"
import { planExtracts, type SampleOptions } from "../../scripts/sample/extract.ts"
import { labEnvironment } from "../support/lab.ts"

/** Writes a chain of made-up extracts into `folder` and answers their paths, oldest first. */
export async function writeSamples(folder: string, options: SampleOptions): Promise<string[]> {
  const files: string[] = []
  for (const extract of planExtracts(options)) files.push((await writeExtract(extract, folder)).file)
  return files
}

/** What a command is told of a database of its own in `folder`; nothing else of this machine gets in. */
export function commandEnvironment(folder: string, more: Record<string, string> = {}) {
  return labEnvironment(folder, { LOG_LEVEL: "", SLUICE_API_KEYS: "", ...more })
}
