import { advance, type Changes } from "./changes.ts"
import { codeFile, fullFiles, metaFile, type PlannedFile, trapped, updateFiles } from "./files.ts"
import { mix } from "./random.ts"
import { TABLES } from "./tables.ts"
import { createWorld, randomAt, type World } from "./world.ts"

type ExtractType = "full" | "update"

export interface PlannedExtract {
  number: number
  type: ExtractType
  /** YYYY-MM-DD, the day before the date in the file name. */
  snapshot_date: string
  file_name: string
  files: PlannedFile[]
}

/** One step of a chain: `days` (default 1, 0 for the first) the register moves on, then what is published. */
export interface Step {
  type: ExtractType
  days?: number
  /** About how many delete and insert records each of those days brings; 0 for none. */
  changes?: number
}

export interface SampleOptions {
  seed?: number
  /** About how many rows the register has at the beginning. */
  rows?: number
  /** About how many delete and insert records a day brings, where a step does not say. */
  changes?: number
  traps?: boolean
  /** The number of the first extract. */
  first_number?: number
  /** The day of which the first extract is, in milliseconds since 1970. */
  first_snapshot?: number
  steps?: Step[]
}

export const FIRST_NUMBER = 140
const FIRST_SNAPSHOT = Date.UTC(2025, 9, 4)
const DAY = 86_400_000

/** A Full and `updates` Updates; with traps every third update is wholly empty. */
export function usualSteps(updates: number, traps: boolean): Step[] {
  const steps = Array.from({ length: updates }, (_, i): Step => {
    return traps && i % 3 === 2 ? { type: "update", changes: 0 } : { type: "update" }
  })
  return [{ type: "full" }, ...steps]
}

/**
 * Plans a chain of extracts of one made-up register, lazily: write an extract before asking for the next.
 * The same options give the same bytes.
 */
export function* planExtracts(options: SampleOptions): Generator<PlannedExtract> {
  const { seed = 1, rows = 20_000, traps = false, first_number = FIRST_NUMBER } = options
  const { first_snapshot = FIRST_SNAPSHOT + (first_number - FIRST_NUMBER) * DAY } = options
  const { changes = Math.max(20, Math.round(rows / 50)), steps = usualSteps(2, traps) } = options
  const world = createWorld({ seed: mix(seed, rows), rows, traps })
  for (const [position, step] of steps.entries()) {
    const days = step.days ?? (position === 0 ? 0 : 1)
    let changed: Changes = TABLES.map(() => [])
    for (let day = 0; day < days; day++) changed = advance(world, step.changes ?? changes)
    yield planExtract(world, step.type, { number: first_number, day: first_snapshot }, changed)
  }
}

function planExtract(
  world: World,
  type: ExtractType,
  first: { number: number; day: number },
  changes: Changes,
): PlannedExtract {
  const number = first.number + world.revision
  const day = first.day + world.revision * DAY
  const [snapshot, published] = [isoDate(day), isoDate(day + DAY)]
  const label = type === "full" ? "Full" : "Update"
  const random = randomAt(world, 501, number, type === "full" ? 1 : 2)
  const files = [
    metaFile(number, type, snapshot, published),
    codeFile(world),
    ...(type === "full" ? fullFiles(world) : updateFiles(world, changes)),
  ]
  return {
    number,
    type,
    snapshot_date: snapshot,
    file_name: `KboOpenData_${String(number).padStart(4, "0")}_${published.replaceAll("-", "_")}_${label}.zip`,
    files: world.traps ? random.shuffle(trapped(files, random)) : files,
  }
}

function isoDate(time: number): string {
  return new Date(time).toISOString().slice(0, 10)
}
