import { rmSync } from "node:fs"
import { expect, test } from "vitest"
import { goalsOf, tableOf } from "../../scripts/bench/table.ts"
import { measureYears, yearsLines } from "../../scripts/bench/years.ts"
import { newFolder } from "../support/lab.ts"

/** It needs some twenty minutes of a processor, of which the other files leave it half a one. */
const LIMIT = { timeout: 3_600_000 }

test("a thousand daily extracts each take the time and the room of the first", LIMIT, async () => {
  const folder = newFolder()
  // About 200,000 entities with what belongs to them.
  const years = await measureYears(folder, { days: 1_000, rows: 1_000_000, changes: 200 }, () => {})
  const lines = yearsLines(years)
  console.info(tableOf(lines))
  expect(goalsOf(lines).filter(({ met }) => !met)).toEqual([])
  rmSync(folder, { recursive: true, force: true })
})
