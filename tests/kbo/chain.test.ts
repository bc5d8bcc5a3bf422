import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { type MadeExtract, makeExtracts } from "../../scripts/sample/archive.ts"
import { compareDatabase } from "../reference/compare.ts"
import { Reference } from "../reference/reference.ts"
import { countsOf, expectedCounts } from "../support/counts.ts"
import { importExtract, rollBack } from "../support/drive.ts"
import { type Lab, openLab } from "../support/lab.ts"
import { checksums, leftovers } from "../support/tables.ts"

interface Applied {
  job_id: string
  title: string
  before: Record<string, string>
}

describe("a chain of extracts with every trap", () => {
  const reference = new Reference()
  const applied: Applied[] = []
  let lab: Lab
  let extracts: MadeExtract[]

  beforeAll(async () => {
    lab = await openLab()
    extracts = await makeExtracts({
      seed: 21,
      rows: 6000,
      changes: 1500,
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
  afterAll(() => lab.close())

  const apply = async (position: number, options = {}) => {
    const extract = extracts[position] as MadeExtract
    const before = await checksums(lab)
    const job_id = await importExtract(lab, extract, options)
    applied.push({ job_id, title: `${extract.type} ${extract.number}`, before })
    const counts = await reference.apply(extract.bytes)
    expect(await compareDatabase(lab.read, reference.register)).toEqual([])
    expect(await countsOf(lab, job_id)).toEqual(expectedCounts(counts))
    expect(await leftovers(lab)).toEqual({})
    return job_id
  }

  test("each leads to what the reference says, row for row, and counts the same", async () => {
    for (const position of [0, 1, 2, 3, 4, 5]) await apply(position)
  })

  test("a Full repairs the gap that an update left open", async () => {
    await apply(7, { allow_gap: true })
    await apply(8)
    await apply(9)
  })

  test("rolled back newest first, each leaves every target as it was, row for row", async () => {
    for (const { job_id, title, before } of applied.reverse()) {
      await rollBack(lab, job_id)
      reference.rollback()
      expect({ title, ...(await checksums(lab)) }).toEqual({ title, ...before })
      expect(await compareDatabase(lab.read, reference.register)).toEqual([])
      expect(await lab.read(`select * from import_undo where job_id = '${job_id}'`)).toEqual([])
    }
  })
})
