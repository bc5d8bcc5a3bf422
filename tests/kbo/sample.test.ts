import { execFileSync } from "node:child_process"
import { readFileSync } from "node:fs"
import { join } from "node:path"
import { Open } from "unzipper"
import { beforeAll, describe, expect, test } from "vitest"
import { type MadeExtract, makeExtracts } from "../../scripts/sample/archive.ts"
import { TABLES } from "../../scripts/sample/tables.ts"
import { readExtract } from "../reference/read.ts"
import { sharedFolder } from "../support/own-lab.ts"

const recordsOf = (extract: MadeExtract | undefined, name: string) =>
  extract?.files.find((file) => file.name === name)?.records ?? []

const digitsRight = (number: string | null | undefined) => {
  const digits = (number ?? "").replaceAll(".", "")
  return 97 - (Number(digits.slice(0, 8)) % 97) === Number(digits.slice(8))
}

async function textsOf(extract: MadeExtract): Promise<Map<string, string>> {
  const { files } = await Open.buffer(extract.bytes)
  const texts = await Promise.all(files.map(async (file) => (await file.buffer()).toString("utf8")))
  return new Map(files.map((file, i) => [file.path, texts[i] ?? ""]))
}

describe("a plain sample", () => {
  let chain: MadeExtract[]
  beforeAll(async () => {
    chain = await makeExtracts({ seed: 3, rows: 30_000, changes: 3000 })
  })

  test("has the register's proportions, names and numbers", () => {
    const [full] = chain
    const count = (table: string) => recordsOf(full, `${table}.csv`).length
    const total = TABLES.reduce((sum, { name }) => sum + count(name), 0)
    expect(total).toBeGreaterThan(25_000)
    expect(total).toBeLessThan(35_000)
    expect(count("activity") / total).toBeCloseTo(0.77, 1)
    const entities = new Set(recordsOf(full, "activity.csv").map(([number]) => number))
    expect(count("activity") / entities.size).toBeGreaterThan(9)
    expect(full?.file_name).toBe("KboOpenData_0140_2025_10_05_Full.zip")
    expect(chain[1]?.file_name).toBe("KboOpenData_0141_2025_10_06_Update.zip")
    expect(chain[1]?.snapshot_date).toBe("2025-10-05")
  })

  test("has right check digits and no identity twice", () => {
    for (const { name, identity } of TABLES) {
      const rows = recordsOf(chain[0], `${name}.csv`)
      expect(rows.every(([number]) => digitsRight(number))).toBe(true)
      expect(new Set(rows.map((row) => identity.map((i) => row[i]).join("\n"))).size).toBe(rows.length)
    }
  })

  test("writes dates unquoted, texts quoted and absent address texts in both ways", async () => {
    const texts = await textsOf(chain[0] as MadeExtract)
    const enterprises = texts.get("enterprise.csv")?.split("\n").slice(1, -1) ?? []
    const line = /^"[01]\d{3}\.\d{3}\.\d{3}",("[^"]+",){3}("\d{3}")?,("\d{3}")?,\d{2}-\d{2}-\d{4}$/
    expect(enterprises.filter((text) => !line.test(text))).toEqual([])
    expect(texts.get("address.csv")).toMatch(/,,.*,"",/)
  })

  test("updates delete what they change and insert it again", () => {
    for (const { name } of TABLES) {
      const deleted = new Set(recordsOf(chain[1], `${name}_delete.csv`).map(([number]) => number))
      const before = new Set(recordsOf(chain[0], `${name}.csv`).map(([number]) => number))
      const inserted = recordsOf(chain[1], `${name}_insert.csv`)
      const drift = inserted.filter(([number]) => before.has(number) && !deleted.has(number))
      expect(drift).toEqual([])
      const known = [...deleted].filter((number) => before.has(number ?? "")).length
      if (name === "enterprise" || name === "activity") expect(known).toBeGreaterThan(deleted.size * 0.5)
    }
  })

  test("is of the days that are asked for", async () => {
    const made = await makeExtracts({ rows: 200, first_snapshot: Date.UTC(2026, 1, 27) })
    expect(made.map(({ snapshot_date }) => snapshot_date)).toEqual(["2026-02-27", "2026-02-28", "2026-03-01"])
    expect(made[2]?.file_name).toBe("KboOpenData_0142_2026_03_02_Update.zip")
  })

  test("the same options give the same bytes and another seed gives others", async () => {
    const again = await makeExtracts({ seed: 3, rows: 30_000, changes: 3000 })
    expect(again.every(({ bytes }, i) => bytes.equals(chain[i]?.bytes as Buffer))).toBe(true)
    const other = await makeExtracts({ seed: 4, rows: 30_000, changes: 3000, steps: [{ type: "full" }] })
    expect(other[0]?.bytes.equals(chain[0]?.bytes as Buffer)).toBe(false)
  })
})

describe("a sample with traps", () => {
  let chain: MadeExtract[]
  let texts: Map<string, string>[]
  beforeAll(async () => {
    const steps = [
      { type: "full" },
      { type: "update" },
      { type: "update" },
      { type: "update", changes: 0 },
    ] as const
    chain = await makeExtracts({ seed: 11, rows: 20_000, changes: 6000, traps: true, steps: [...steps] })
    texts = await Promise.all(chain.map(textsOf))
  })

  test("shows every dialect a reader must accept", () => {
    const all = texts.flatMap((files) => [...files.values()])
    const some = (found: (text: string) => boolean) => expect(all.some(found)).toBe(true)
    some((text) => text.startsWith("\ufeff"))
    some((text) => text.includes('"\r\n"'))
    some((text) => !text.endsWith("\n"))
    some((text) => !text.includes("\n") || /^[^\n]+\n$/.test(text))
    for (const piece of [
      '""quoted""',
      ", comma, ",
      "back\\slash\\",
      "line\nbreak",
      "\u{1f98a}",
      '""',
      '"FAX"',
    ]) {
      some((text) => text.includes(piece))
    }
    const headers = texts.map((files) =>
      [...files.values()].map((text) => text.split(/\r?\n/)[0]?.replace("\ufeff", "")),
    )
    const usual = TABLES.map(({ columns }) => `"${columns.join('","')}"`)
    const reordered = headers.map((lines) => usual.filter((header) => !lines.includes(header)).length)
    expect(Math.max(...reordered)).toBe(1)
  })

  test("holds refused rows, repeated identities, wrong check digits and drift", async () => {
    const read = await Promise.all(chain.map(({ bytes }) => readExtract(bytes)))
    const inserts = read.flatMap((extract) => [...extract.inserts])
    expect(inserts.filter(([, file]) => file.failed > 0).length).toBeGreaterThan(10)
    const deletes = read.flatMap((extract) => [...extract.deletes.values()])
    expect(deletes.some((file) => file.failed > 0)).toBe(true)
    const numbers = recordsOf(chain[0], "enterprise.csv").map(([number]) => number)
    const wrong = numbers.filter(
      (number) => /^[01]\d{3}\.\d{3}\.\d{3}$/.test(number ?? "") && !digitsRight(number),
    )
    expect(wrong.length).toBeGreaterThan(10)
    const deleted = new Set(recordsOf(chain[1], "activity_delete.csv").map(([number]) => number))
    const before = new Set(recordsOf(chain[0], "activity.csv").map(([number]) => number))
    const drift = recordsOf(chain[1], "activity_insert.csv").filter(
      ([number]) => before.has(number ?? "") && !deleted.has(number),
    )
    expect(drift.length).toBeGreaterThan(0)
  })

  test("has an update without any change", () => {
    const changed = chain[3]?.files.filter(({ name }) => /_(insert|delete)/.test(name)) ?? []
    expect(changed.map(({ records }) => records.length)).toEqual(Array(14).fill(0))
  })
})

describe("npm run sample", () => {
  const out = sharedFolder()
  const run = (...args: string[]) =>
    execFileSync(process.execPath, ["scripts/run.mjs", "sample", "--out", out, ...args], {
      encoding: "utf8",
      stdio: "pipe",
    })

  test("writes the files that the library makes, and says so", async () => {
    const said = run("--rows", "2000", "--seed", "9", "--updates", "1")
    expect(said).toMatch(
      /^Wrote .*KboOpenData_0140_2025_10_05_Full\.zip: Full 140 of 2025-10-04, [\d,]+ rows/,
    )
    const made = await makeExtracts({ rows: 2000, seed: 9, steps: [{ type: "full" }, { type: "update" }] })
    for (const { file_name, bytes } of made) {
      expect(readFileSync(join(out, file_name)).equals(bytes)).toBe(true)
    }
  })

  test("an Update alone carries the number it is asked for and fits the Full before it", () => {
    const written = JSON.parse(
      run("--rows", "2000", "--update", "--updates", "1", "--extract", "161", "--json"),
    )
    expect(written).toMatchObject([{ number: 161, type: "update", snapshot_date: "2025-10-25" }])
  })

  test("a wrong argument ends with status 2 and a sentence", () => {
    expect(() => run("--rows", "many")).toThrow(/--rows takes a whole number/)
  })
})
