import { expect, test } from "vitest"
import type { BatchEntry } from "../../lib/contract/imports.ts"
import type { BatchStatus } from "../../lib/contract/jobs.ts"
import { createBatchReader } from "../../web/batches/batch-reader.ts"
import { NO_COUNTS } from "../support/no-counts.ts"

const PAGE = 100

function batchOf(number: number, status: BatchStatus): BatchEntry {
  return {
    table: "activities",
    batch: number + 1,
    operation: "insert",
    status,
    records: 500,
    counts: NO_COUNTS,
    attempts: 1,
    started_at: null,
    completed_at: null,
    duration_ms: null,
    error: null,
  }
}

/** A job of so many batches, served by pages, telling which were asked for. */
function served(total: number) {
  const states: BatchStatus[] = Array.from({ length: total }, () => "pending")
  const asked: number[] = []
  const read = createBatchReader(async (cursor) => {
    const from = Number(cursor ?? 0)
    asked.push(from / PAGE)
    const batches = states.slice(from, from + PAGE).map((status, index) => batchOf(from + index, status))
    return { batches, next_cursor: from + PAGE < states.length ? String(from + PAGE) : null }
  })
  return { states, asked, read }
}

test("the first reading takes every page, in order", async () => {
  const { asked, read } = served(450)
  const batches = await read(450)
  expect(asked).toEqual([0, 1, 2, 3, 4])
  expect(batches.map(({ batch }) => batch)).toEqual(Array.from({ length: 450 }, (_, index) => index + 1))
})

test("later readings leave finished pages alone and see what moves", async () => {
  const { states, asked, read } = served(10_000)
  await read(10_000)
  states.fill("completed", 0, 250)
  for (let round = 0; round < 40; round += 1) await read(10_000)
  asked.length = 0
  states.fill("completed", 250, 260)
  const batches = await read(10_000)
  expect(asked.length).toBeLessThanOrEqual(3)
  expect(asked).toContain(2)
  expect(asked).not.toContain(0)
  expect(batches.filter(({ status }) => status === "completed")).toHaveLength(260)
})

test("every page that can still change has its turn", async () => {
  const { states, read } = served(1_000)
  await read(1_000)
  states[950] = "failed"
  let seen = false
  for (let round = 0; round < 5; round += 1) seen ||= (await read(1_000))[950]?.status === "failed"
  expect(seen).toBe(true)
})

test("a batch cut in two has everything read anew", async () => {
  const { states, asked, read } = served(200)
  await read(200)
  states.push("pending")
  asked.length = 0
  expect(await read(201)).toHaveLength(201)
  expect(asked).toEqual([0, 1, 2])
})

test("two readings at once are one", async () => {
  const { asked, read } = served(300)
  const [one, other] = await Promise.all([read(300), read(300)])
  expect(one).toEqual(other)
  expect(asked).toEqual([0, 1, 2])
})
