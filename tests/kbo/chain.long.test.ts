import { isDeepStrictEqual } from "node:util"
import { beforeAll, describe, expect, test } from "vitest"
import { jobReport } from "../../lib/import/report.ts"
import { type MadeExtract, makeExtracts } from "../../scripts/sample/archive.ts"
import { compareDatabase } from "../reference/compare.ts"
import type { HistoryRow } from "../reference/fold.ts"
import { Reference } from "../reference/reference.ts"
import { HISTORY_TABLES } from "../reference/tables.ts"
import { control, statusOf } from "../support/ask.ts"
import { countsOf, expectedCounts } from "../support/counts.ts"
import {
  actor,
  dataset,
  driveToEnd,
  finalize,
  importExtract,
  prepare,
  rollBack,
  step,
} from "../support/drive.ts"
import { sharedLab } from "../support/own-lab.ts"
import { checksums, everything, leftovers } from "../support/tables.ts"
import { changesOf, HISTORIES, lasting, linesOf, shownBy, versionsOf } from "../support/then.ts"

interface Applied {
  job_id: string
  title: string
  before: Record<string, string>
}

describe("a chain of extracts with every trap", { timeout: 120_000 }, () => {
  const reference = new Reference()
  const applied: Applied[] = []
  /** What the register showed when it had come to an extract, by its number. */
  const then = new Map<number, { day: string; shown: Record<string, string> }>()
  const lab = sharedLab()
  let extracts: MadeExtract[]

  beforeAll(async () => {
    extracts = await makeExtracts({
      seed: 21,
      rows: 1500,
      changes: 500,
      traps: true,
      steps: [
        { type: "full" },
        { type: "update" },
        { type: "update" },
        { type: "update", changes: 0 },
        { type: "full", days: 0 },
        { type: "update" },
        { type: "update" },
        { type: "update" },
        { type: "full", days: 0 },
        { type: "update" },
      ],
    })
  })

  const extractAt = (position: number): MadeExtract => {
    const extract = extracts[position]
    if (!extract) throw new Error(`there is no extract ${position}`)
    return extract
  }

  async function expectReference(position: number, job_id: string): Promise<void> {
    const counts = await reference.apply(extractAt(position).bytes)
    expect(await compareDatabase(lab.read, reference.register)).toEqual([])
    expect(await countsOf(lab, job_id)).toEqual(expectedCounts(counts))
    expect(await leftovers(lab)).toEqual({})
    const { number, snapshot_date: day } = extractAt(position)
    then.set(number, { day, shown: await shownBy(lab, "_current") })
  }

  async function expectThen(): Promise<void> {
    for (const [number, { day, shown }] of then) {
      expect({ number, ...(await shownBy(lab, `_at(${number})`)) }).toEqual({ number, ...shown })
      expect({ day, ...(await shownBy(lab, `_at(date '${day}')`)) }).toEqual({ day, ...shown })
    }
  }

  const remember = async (position: number) => {
    const { type, number } = extractAt(position)
    return { title: `${type} ${number}`, before: await checksums(lab) }
  }

  async function apply(position: number, options = {}): Promise<void> {
    const state = await remember(position)
    const job_id = await importExtract(lab, extractAt(position), options)
    applied.push({ job_id, ...state })
    await expectReference(position, job_id)
  }

  test("each leads to what the reference says, row for row, and counts the same", async () => {
    for (const position of [0, 1, 2, 3]) await apply(position)
    expect(extractAt(4).number).toBe(extractAt(3).number)
    await apply(4)
    await apply(5)
  })

  test("a dry run writes nothing, reports the changes and can be applied then", async () => {
    const state = await remember(6)
    const others = await everything(lab)
    const { answer } = await prepare(lab, extractAt(6), { dry_run: true })
    const { job_id } = answer
    await driveToEnd(lab, job_id)
    await finalize(lab, job_id)
    expect(await checksums(lab)).toEqual(state.before)
    expect((await everything(lab)).import_undo).toBe(others.import_undo)
    const { changes, job } = await jobReport({ job_id, actor }, lab.effects)
    expect(job).toMatchObject({ status: "completed", dry_run: true })
    expect(await statusOf(lab, job_id)).toMatchObject({ dry_run: true, actions: ["apply"] })

    expect(await control(lab, job_id, "apply")).toEqual({ success: true, status: "ready" })
    await driveToEnd(lab, job_id)
    await finalize(lab, job_id)
    applied.push({ job_id, ...state })
    await expectReference(6, job_id)
    for (const { key, name } of dataset.tables.filter((table) => table.policy === "temporal")) {
      const rows = reference.register.tables.get(name) ?? []
      expect({ name, ...changes?.[key] }).toMatchObject({
        name,
        ...changesAt(name, rows, extractAt(6).number),
      })
    }
  })

  test("a Full repairs the gap that an update left open", async () => {
    // The register moved on by two extracts, and only the second of them was imported.
    reference.rollback()
    const newest = applied.pop()
    await rollBack(lab, newest?.job_id ?? "")
    then.delete(extractAt(6).number)
    await apply(7, { allow_gap: true })
    await apply(8)
    await apply(9)
  })

  test("at each of them, by its number and by its day, everything is as it was then, its names too", async () => {
    expect(then.size).toBe(7)
    await expectThen()
    const [first] = then.values()
    const before = `date '${first?.day}' - 1`
    expect(new Set(Object.values(await shownBy(lab, `_at(${before})`)))).toEqual(new Set(["0:0"]))
  })

  test("what each of them really changed is told, and versions that are the same are one", async () => {
    const days = new Map([...then].map(([number, { day }]) => [number, day]))
    for (const table of HISTORIES) {
      const { name } = table
      const rows = lasting(reference.register.tables.get(name) ?? [])
      for (const number of then.keys()) {
        expect(await linesOf(lab, `from ${name}_changes(${number})`)).toEqual(changesOf(table, rows, number))
      }
      const columns = table.columns.map((column) => `${column.name}::varchar`).join(", ")
      const versions = await linesOf(
        lab,
        `select ${columns}, valid_from::varchar, valid_to::varchar, from_extract, to_extract from ${name}_history`,
      )
      expect(versions).toEqual(versionsOf(table, rows, days))
    }
  })

  test("half of one, or a cancelled one, is rolled back as a whole one is", async () => {
    const { before } = applied.at(-1) ?? { before: {} }
    await rollBack(lab, applied.pop()?.job_id ?? "")
    expect(await checksums(lab)).toEqual(before)
    then.delete(extractAt(9).number)
    await expectThen()
    const { answer: half } = await prepare(lab, extractAt(9))
    for (let batches = 0; batches < half.total_batches / 2; batches += 1) await step(lab, half.job_id)
    expect(await checksums(lab)).not.toEqual(before)
    await rollBack(lab, half.job_id)
    expect(await checksums(lab)).toEqual(before)

    const { answer: cancelled } = await prepare(lab, extractAt(9))
    for (let batches = 1; batches < cancelled.total_batches; batches += 1) await step(lab, cancelled.job_id)
    await control(lab, cancelled.job_id, "cancel")
    await rollBack(lab, cancelled.job_id)
    expect(await checksums(lab)).toEqual(before)
    expect(await leftovers(lab)).toEqual({})
    reference.rollback()
  })

  test("rolled back newest first, each leaves every target as it was, row for row", async () => {
    for (const { job_id, title, before } of applied.reverse()) {
      await rollBack(lab, job_id)
      reference.rollback()
      expect({ title, ...(await checksums(lab)) }).toEqual({ title, ...before })
      expect(await compareDatabase(lab.read, reference.register)).toEqual([])
    }
    expect(await lab.read("select * from import_undo")).toEqual([])
  })
})

/** What a dry run should have told of a table: what was opened and closed, beside what makes rows the same. */
function changesAt(name: string, rows: readonly HistoryRow[], number: number) {
  const identity = HISTORY_TABLES.find((table) => table.name === name)?.identity ?? []
  const byIdentity = (of: HistoryRow[]) =>
    new Map(of.map(({ values }) => [JSON.stringify(identity.map((column) => values[column])), values]))
  const opened = byIdentity(rows.filter((row) => row.extract_number === number))
  const closed = byIdentity(rows.filter((row) => row.deleted_at_extract === number))
  const both = [...opened.keys()].filter((key) => closed.has(key))
  const same = both.filter((key) => isDeepStrictEqual(opened.get(key), closed.get(key)))
  return {
    new: opened.size - both.length,
    changed: both.length - same.length,
    unchanged: same.length,
    closed: closed.size - both.length,
  }
}
