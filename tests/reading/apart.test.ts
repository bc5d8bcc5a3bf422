import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { describe, expect, test, vi } from "vitest"
import { ImportOptions } from "../../lib/contract/index.ts"
import { openRecordsApart, readRecordsApart } from "../../lib/reading/apart.ts"
import type { RecordFile } from "../../lib/reading/record-file.ts"
import type { ReadRows } from "../../lib/reading/row-taker.ts"
import { sharedFolder } from "../support/own-lab.ts"

const folder = sharedFolder()

const SMALL = 1
const LARGE = 1_000_000
let made = 0

function fileOf(text: string, dataset = "contacts"): RecordFile {
  made += 1
  const locator = join(folder, `${made}.csv`)
  writeFileSync(locator, text)
  return { dataset, locator, name: "people.csv", options: ImportOptions.parse({}) }
}

/** Reads a file as one of that size; answers the chunks, and what is left in their folder when nobody took them. */
async function chunksOf(file: RecordFile, size: number, most = Number.POSITIVE_INFINITY, left = () => 60) {
  made += 1
  const directory = join(folder, `chunks-${made}`)
  mkdirSync(directory)
  const facts = await openRecordsApart(file, size)
  const of = { job_id: "", afterRow: 0, directory, now: 1_700_000_000_000, keep: 100 }
  const chunks: ReadRows[] = []
  for await (const chunk of readRecordsApart({ ...file, ...facts, of }, size, left)) {
    chunks.push(chunk)
    if (chunks.length === most) break
  }
  return { chunks, directory }
}

/** A chunk's rows and faults, but for what is random in them. */
const contentOf = ({ path, faults }: ReadRows) => {
  const lines = (name: string | null) => (name ? readFileSync(name, "utf8").trimEnd().split("\n") : [])
  const rows = lines(path).map((line) => line.replace(/"id":"[^"]*","_entity_key":\d+/, ""))
  return { rows, faults: lines(faults.path) }
}

const people = (count: number) =>
  `email,phone,tags\n${Array.from({ length: count }, (_, i) => `p${i}@x.be,${i % 7 ? "" : "12"},a;b\n`).join("")}`

test("a thread that nobody needed for long is not given a file just as it ends", async () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] })
  try {
    await chunksOf(fileOf("email\na@example.org\n"), LARGE)
    vi.advanceTimersByTime(60_000)
    expect((await chunksOf(fileOf("email\nb@example.org\n"), LARGE)).chunks).toHaveLength(1)
  } finally {
    vi.useRealTimers()
  }
})

describe("a file of rows", () => {
  test("is read the same in a thread of its own and where it is asked for", async () => {
    const file = fileOf(people(500))
    const [beside, here] = [await chunksOf(file, LARGE), await chunksOf(file, SMALL)]
    expect(beside.chunks.map(contentOf)).toEqual(here.chunks.map(contentOf))
    expect(beside.chunks).toMatchObject([{ rows: 428, faults: { count: 72 }, last_row: 500, done: true }])
  })

  test("is not read beyond the end of the call: nobody waits for an answer, and nothing is left of it", async () => {
    let asked = 0
    // Two answers come in time.
    const left = () => (++asked > 2 ? -1 : 60)
    const read = chunksOf(fileOf(people(100_000)), LARGE, Number.POSITIVE_INFINITY, left)
    await expect(read).rejects.toMatchObject({ status: 503, code: "out_of_time" })
  })

  test("comes in chunks of twenty thousand rows, good and bad", async () => {
    const { chunks } = await chunksOf(fileOf(people(45_000)), LARGE)
    expect(chunks.map(({ last_row, done }) => [last_row, done])).toEqual([
      [20_000, false],
      [40_000, false],
      [45_000, true],
    ])
  })

  test("that is left in the middle leaves no other files than those that were handed over", async () => {
    const { chunks, directory } = await chunksOf(fileOf(people(60_000)), LARGE, 1)
    const [first] = chunks
    const own = readdirSync(directory).map((name) => join(directory, name))
    expect(own.sort()).toEqual([first?.path, first?.faults.path].sort())
    expect(own.every((path) => existsSync(path))).toBe(true)
  })
})

describe("what goes wrong in a thread of its own", () => {
  test("is the problem it was", async () => {
    await expect(openRecordsApart(fileOf("city,street\nGent,x\n"), LARGE)).rejects.toMatchObject({
      status: 422,
      code: "column_missing",
      detail: expect.stringContaining('"city", "street"'),
    })
    await expect(openRecordsApart(fileOf('"email\n'), LARGE)).rejects.toMatchObject({
      code: "csv_header_invalid",
      detail: expect.stringContaining("people.csv: "),
    })
  })

  test("is the error it was, with its code", async () => {
    const file = { ...fileOf(""), locator: join(folder, "not-there") }
    await expect(openRecordsApart(file, LARGE)).rejects.toMatchObject({ code: "ENOENT" })
  })

  test("leaves the thread to whoever comes next", async () => {
    await expect(openRecordsApart(fileOf("a\n"), LARGE)).rejects.toThrow()
    expect(await openRecordsApart(fileOf("email\nx@x.be\n"), LARGE)).toMatchObject({
      mapping: [["email", "email", 0]],
    })
  })
})

describe("a file with more than a thousand columns", () => {
  test("is refused with their count, whatever it is written in", async () => {
    const header = Array.from({ length: 1_204 }, (_, i) => `c${i}`)
    const json = JSON.stringify([Object.fromEntries(header.map((name) => [name, 1]))])
    for (const file of [fileOf(`${header.join(",")}\n`), fileOf(json, "taxonomy")]) {
      await expect(openRecordsApart(file, LARGE)).rejects.toMatchObject({
        code: "too_many_columns",
        detail: expect.stringContaining("1,204 columns"),
      })
    }
  })

  test("no sentence names more than ten of them", async () => {
    const header = Array.from({ length: 1_000 }, (_, i) => `c${i}`).join(",")
    await expect(openRecordsApart(fileOf(`${header}\n`), LARGE)).rejects.toMatchObject({
      detail: expect.stringContaining('"c9" … and 990 more.'),
    })
  })
})

test("a column whose name is too long to be named is refused with how it begins, whatever it is written in", async () => {
  const name = `dear reader ${"x".repeat(2_000)}`
  for (const file of [fileOf(`email,${name}\n`), fileOf(JSON.stringify([{ [name]: 1 }]), "taxonomy")]) {
    await expect(openRecordsApart(file, LARGE)).rejects.toMatchObject({
      code: "column_name_too_long",
      detail: expect.stringContaining('2,012 characters and begins with "dear reader xxx'),
    })
  }
})
