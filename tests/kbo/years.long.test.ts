import { existsSync, readFileSync, rmSync, statSync } from "node:fs"
import { expect, test } from "vitest"
import { listImports } from "../../lib/import/listings.ts"
import { thinOut } from "../../lib/import/thin-out.ts"
import { writeExtract } from "../../scripts/sample/archive.ts"
import { planExtracts, type Step } from "../../scripts/sample/extract.ts"
import { actor, importExtract } from "../support/drive.ts"
import { newFolder, openLab } from "../support/lab.ts"

const DAYS = 1_000
const DAY_SECONDS = 86_400
/** Days compared with one another: the first ones after the register is there, and the last. */
const WINDOW = 100
/** In one process what is opened first is slower. */
const WARM = 20

const median = (numbers: readonly number[]) =>
  numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0

test("a thousand daily extracts each take as long, and as much of the file, as the first", async () => {
  const lab = await openLab({ SLUICE_KEEP_JOBS_DAYS: "100" })
  const { database } = lab.effects.config
  const bytes = () =>
    statSync(database).size + (existsSync(`${database}.wal`) ? statSync(`${database}.wal`).size : 0)
  const updates: Step[] = Array.from({ length: DAYS }, () => ({ type: "update" }))
  // About 200,000 entities with what belongs to them.
  const days = planExtracts({
    rows: 1_000_000,
    changes: 200,
    first_number: 1,
    steps: [{ type: "full" }, ...updates],
  })
  const folder = newFolder()
  const took: number[] = []
  const sizes: number[] = []
  for (const planned of days) {
    const { file } = await writeExtract(planned, folder)
    const extract = { bytes: readFileSync(file), file_name: planned.file_name }
    rmSync(file)
    const begun = performance.now()
    await importExtract(lab, extract)
    took.push(performance.now() - begun)
    lab.clock.advance(DAY_SECONDS)
    await thinOut(lab.effects)
    if (took.length % 50 === 0) await lab.run("checkpoint")
    sizes.push(bytes())
  }
  const daily = took.slice(1 + WARM)
  const [first, last] = [median(daily.slice(0, WINDOW)), median(daily.slice(-WINDOW))]
  const growth = (from: number, to: number) => ((sizes[to] ?? 0) - (sizes[from] ?? 0)) / (to - from)
  const [early, late] = [growth(DAYS / 4, DAYS / 2), growth((3 * DAYS) / 4, DAYS)]
  const lists: number[] = []
  for (let calls = 0; calls < 40; calls += 1) {
    const begun = performance.now()
    await listImports({ limit: 50, actor }, lab.effects)
    lists.push(performance.now() - begun)
  }
  const p95 = lists.toSorted((a, b) => a - b)[37] ?? 0
  console.info(
    `An update: ${Math.round(first)} ms at first, ${Math.round(last)} ms in the end; ${Math.round(early / 1_000)} and ${Math.round(late / 1_000)} kB of the file; the list ${Math.round(p95)} ms (p95).`,
  )
  expect(last).toBeLessThan(1.5 * first)
  expect(late).toBeLessThan(1.5 * Math.max(early, 50_000))
  expect(p95).toBeLessThan(50)
  lab.close()
  rmSync(folder, { recursive: true, force: true })
})
