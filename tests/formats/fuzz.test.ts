import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { afterAll, expect, test } from "vitest"
import { isProblem } from "../../lib/errors.ts"
import { parseMeta } from "../../lib/formats/meta.ts"
import { scanRecords } from "../../lib/formats/records.ts"
import { openZip } from "../../lib/formats/zip.ts"
import { Random } from "../../scripts/sample/random.ts"
import { zipOf } from "../../scripts/sample/zip.ts"
import { openBelow } from "../store/descriptors.ts"
import { rounds } from "../support/rounds.ts"
import { temporaryDirectory } from "./chunk-reader.ts"
import { rawZip } from "./zip-builder.ts"

const ROUNDS = rounds(150)
const SEED = 20_251_005

const directory = temporaryDirectory()
const chunks = join(directory.path, "chunks")
mkdirSync(chunks)
afterAll(() => directory.remove())

const META =
  '"Variable","Value"\n"SnapshotDate","04-10-2025"\n"ExtractTimestamp","05-10-2025 09:00:00"\n' +
  '"ExtractType","update"\n"ExtractNumber","141"\n"Version","1.0.0"\n'
const ROWS = Array.from(
  { length: 60 },
  (_, row) => `"0200.${100 + row}.001","Café ""${row}"", société\n",01-02-2003\r\n`,
)
const CSV = `"EntityNumber","Denomination","StartDate"\n${ROWS.join("")}`

/** One to four wounds, mostly near the end, where a ZIP's directory lies. */
function wounded(bytes: Buffer, random: Random): Buffer {
  let copy = Buffer.from(bytes)
  for (let wounds = 1 + random.below(4); wounds > 0 && copy.length > 0; wounds--) {
    const near =
      random.below(2) === 0 ? Math.max(0, copy.length - 1 - random.below(400)) : random.below(copy.length)
    const [before, after] = [copy.subarray(0, near), copy.subarray(near)]
    const telling = [0, 0xff, 0x22, 0x2c, 0x0a, 0x0d, 0x50][random.below(7)] ?? 0
    switch (random.below(6)) {
      case 0:
        copy[near] = random.below(256)
        break
      case 1:
        copy[near] = telling
        break
      case 2:
        copy.subarray(near).fill(telling, 0, Math.min(1 + random.below(8), copy.length - near))
        break
      case 3:
        copy = Buffer.concat([before, after.subarray(random.below(30))])
        break
      case 4:
        copy = Buffer.concat([before, Buffer.alloc(1 + random.below(20), telling), after])
        break
      default:
        copy =
          random.below(8) === 0 ? Buffer.from(before) : Buffer.concat([before, after.subarray(0, 22), after])
    }
  }
  return copy
}

function leftovers(path: string): string[] {
  const files = existsSync(chunks) ? readdirSync(chunks) : []
  return [...openBelow(path), ...openBelow(chunks), ...files]
}

async function readEverything(path: string): Promise<number> {
  let rows = 0
  for (const entry of (await openZip(path)).entries) {
    if (entry.name === "meta.csv") {
      const parts: Buffer[] = []
      for await (const part of entry.open()) parts.push(part)
      parseMeta(Buffer.concat(parts))
      continue
    }
    const scan = scanRecords(entry.open(), {
      directory: chunks,
      chunkRows: 25,
      fields: (header) => header.length,
    })
    for await (const chunk of scan) {
      rows += chunk.last_row - chunk.first_row + 1
      rmSync(chunk.path)
    }
  }
  return rows
}

async function bodies(random: Random): Promise<Buffer> {
  const files = { "meta.csv": META, "enterprise_insert.csv": CSV }
  switch (random.below(5)) {
    case 0:
      return wounded(await zipOf(files), random)
    case 1:
      return wounded(await zipOf(files, { compress: false, zip64: random.below(2) === 0 }), random)
    case 2:
      return wounded(
        rawZip([{ name: "a.csv", content: CSV, descriptor: true, zip64: true }], { zip64: true }),
        random,
      )
    case 3:
      return zipOf({ ...files, "meta.csv": wounded(Buffer.from(META), random) })
    default:
      return zipOf({ ...files, "enterprise_insert.csv": wounded(Buffer.from(CSV), random) })
  }
}

test(`${ROUNDS} wounded archives end in rows or in a refusal, and leave nothing behind`, async () => {
  const random = new Random(SEED)
  const outcomes = new Map<string, number>()
  for (let round = 0; round < ROUNDS; round++) {
    const path = join(directory.path, `${round}.zip`)
    writeFileSync(path, await bodies(random))
    const outcome = await readEverything(path).then(
      () => "rows",
      (error: unknown) =>
        isProblem(error) && error.status === 422 ? error.code : `round ${round}: ${error}`,
    )
    outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1)
    expect(leftovers(path)).toEqual([])
    rmSync(path)
  }
  const crashes = [...outcomes.keys()].filter((outcome) => outcome.startsWith("round"))
  expect(crashes).toEqual([])
  expect(outcomes.get("rows")).toBeGreaterThan(20)
  expect(outcomes.size).toBeGreaterThan(5)
})
