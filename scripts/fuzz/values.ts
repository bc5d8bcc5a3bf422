import { ImportOptions } from "../../lib/contract/index.ts"
import { listDatasets } from "../../lib/datasets/index.ts"
import type { Random } from "../sample/random.ts"

/** Ids and names that earlier answers told. */
export interface Known {
  jobs: string[]
  files: string[]
  uploads: string[]
  feeds: string[]
}

export const DATASETS = listDatasets().map(({ name }) => name)
export const TABLES = listDatasets().flatMap(({ tables }) => tables.map(({ key }) => key))
export const WORDS: readonly unknown[] = [
  ...[null, true, 0, -1, 1.5, 1e308, "", " ", "x", "*", "é", "\u0000", "\ud800", "=1+1", "__proto__", [], {}],
  ...[
    "2025-10-05",
    "0470123456",
    "https://169.254.169.254/x",
    "http://[::1]:1/a",
    "file:///etc/passwd",
    "'; drop table t; --",
  ],
  ...["x".repeat(20_000), Array.from({ length: 300 }, (_, n) => n)],
]
/** Options of imports, and what else goes by a name in bodies and queries. */
const NAMES = [
  ...Object.keys(ImportOptions.shape),
  ..."job_id url filename filenames rows options action table_name batch_number operation all_failed key name".split(
    " ",
  ),
  ..."schedule source dataset mends row values draft limit cursor q words run size sha256 status code table".split(
    " ",
  ),
  ..."format as_of where order columns content nodes toString".split(" "),
]
/** Of actions, operations and choices. */
const CHOICES = "pause resume cancel apply start insert delete skip update merge hold background".split(" ")

export const someName = (random: Random) => random.pick(NAMES)

/** Values by what their names are usually for, and by no rule at all. */
export function someValue(random: Random, known: Known, depth: number): unknown {
  switch (random.below(depth > 3 ? 5 : 9)) {
    case 0:
    case 1:
      return random.pick(WORDS)
    case 2:
      return random.pick([...known.jobs, "x"])
    case 3:
      return random.pick([...known.files, "x"])
    case 4:
      return random.pick([...CHOICES, ...TABLES])
    case 5:
      return random.some(3, () => someValue(random, known, depth + 1))
    default:
      return objectOf(random, known, depth + 1)
  }
}

export const objectOf = (random: Random, known: Known, depth: number): Record<string, unknown> =>
  Object.fromEntries(random.some(4, () => [someName(random), someValue(random, known, depth)] as const))
