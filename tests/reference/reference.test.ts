import { describe, expect, test } from "vitest"
import { makeExtracts } from "../../scripts/sample/archive.ts"
import type { HistoryRow } from "./fold.ts"
import { Reference } from "./reference.ts"
import { extractZip, type HandmadeExtract } from "./zip-of.ts"

const ALPHA = "0200.000.046"
const BETA = "2.000.000.046"

async function folded(...extracts: HandmadeExtract[]) {
  const reference = new Reference()
  let counts = new Map()
  for (const extract of extracts) counts = await reference.apply(await extractZip(extract))
  const rows = (table: string): readonly HistoryRow[] => reference.register.tables.get(table) ?? []
  return { reference, counts, rows, current: (table: string) => rows(table).filter(isCurrent) }
}

const isCurrent = (row: HistoryRow) => row.deleted_at_extract === null

const FULL: HandmadeExtract = {
  number: 1,
  type: "full",
  lines: {
    enterprise: [`"${ALPHA}","AC","000","2","014",,01-02-2003`],
    establishment: [`"${BETA}",01-02-2003,"${ALPHA}"`],
    denomination: [`"${ALPHA}","1","001","Un"`, `"${ALPHA}","2","001","Een"`, `"${BETA}","4","003","Shop"`],
    activity: [`"${ALPHA}","001","2025","62010","MAIN"`, `"${ALPHA}","001","2025","62010","SECO"`],
  },
}

describe("the reference", () => {
  test("an update closes what its delete file names and opens what its insert file holds", async () => {
    const { rows, current, counts } = await folded(FULL, {
      number: 2,
      type: "update",
      lines: {
        activity_delete: [`"${ALPHA}"`, `"${ALPHA}"`, `"0999.999.999"`],
        activity_insert: [`"${ALPHA}","001","2025","62010","MAIN"`],
      },
    })
    expect(rows("activity").map((row) => row.deleted_at_extract)).toEqual([2, 2, null])
    expect(current("activity").map((row) => row.extract_number)).toEqual([2])
    expect(counts.get("activity")).toMatchObject({
      delete: { read: 3, matched: 1, unmatched: 1, duplicates: 1, failed: 0 },
      insert: { inserted: 1 },
      closed: 2,
      drift: 0,
    })
  })

  test("the last row of an identity wins and the others are duplicates", async () => {
    const row = (status: string) => `"${ALPHA}","${status}","000","2","014",,01-02-2003`
    const lines = { enterprise: [row("A1"), row("A2"), row("A2")] }
    const { current, counts } = await folded({ number: 1, type: "full", lines })
    expect(current("enterprise").map(({ values }) => values.status)).toEqual(["A2"])
    expect(counts.get("enterprise")?.insert).toMatchObject({ read: 3, inserted: 1, duplicates: 2 })
  })

  test("an identity inserted without a delete key replaces its current row as drift", async () => {
    const lines = { enterprise_insert: [`"${ALPHA}","ST","000","2","014",,01-02-2003`] }
    const { current, counts } = await folded(FULL, { number: 2, type: "update", lines })
    expect(current("enterprise")).toHaveLength(1)
    expect(counts.get("enterprise")).toMatchObject({ closed: 1, drift: 1, insert: { inserted: 1 } })
  })

  test("a full extract touches only what vanished, changed or is new", async () => {
    const { denomination = [], ...others } = FULL.lines ?? {}
    const lines = { ...others, denomination: [...denomination.slice(0, 2), `"${BETA}","2","003","Winkel"`] }
    const { rows, counts } = await folded(FULL, { ...FULL, number: 5, lines })
    expect(counts.get("denomination")).toMatchObject({ closed: 1, insert: { inserted: 1, unchanged: 2 } })
    expect(rows("establishment")[0]?.derived.commercial_name).toBe("Winkel")
    expect(rows("activity").map((row) => row.extract_number)).toEqual([1, 1])
  })

  test("rows without a mandatory value, with a bad date or number, or of the wrong length are refused", async () => {
    const enterprise = [
      `"${ALPHA}","AC",,"2","014",,01-02-2003`,
      `"${ALPHA}","AC","000","2","014",,31-02-2003`,
      `"200.000.046","AC","000","2","014",,01-02-2003`,
      `"${ALPHA}","AC","000","2","014",01-02-2003`,
      `"${ALPHA}","AC","000","2","014",,01-02-2003,`,
      `"${ALPHA}","AC","000","2","014","",01-02-2003`,
    ]
    const { current, counts } = await folded({ number: 1, type: "full", lines: { enterprise } })
    expect(counts.get("enterprise")?.insert).toMatchObject({ read: 6, failed: 5, inserted: 1 })
    expect(current("enterprise")[0]?.values.juridical_form_cac).toBeNull()
  })

  test("names follow Dutch, French, unknown, German, English, then the number itself", async () => {
    const base = await folded(FULL)
    expect(base.current("enterprise")[0]?.derived).toMatchObject({
      primary_name: "Een",
      primary_name_language: "2",
      primary_name_fr: "Un",
      primary_name_de: null,
    })
    const onlyNames = { denomination_delete: [`"${ALPHA}"`] }
    const { current } = await folded(FULL, { number: 2, type: "update", lines: onlyNames })
    expect(current("enterprise")[0]?.derived).toMatchObject({ primary_name: ALPHA, primary_name_nl: null })
    expect(current("enterprise")[0]?.extract_number).toBe(1)
    expect(current("establishment")[0]?.derived.commercial_name).toBe("Shop")
  })

  test("the greatest text of a language is its name", async () => {
    const denomination = ["Ab", "Ba", "AZ", "\u{1f98a}", "\uffee"].map(
      (name) => `"${ALPHA}","2","001","${name}"`,
    )
    const { current } = await folded({ ...FULL, lines: { ...FULL.lines, denomination } })
    expect(current("enterprise")[0]?.derived.primary_name).toBe("\u{1f98a}")
  })

  test("codes are added and reworded and never removed", async () => {
    const first: HandmadeExtract = { number: 1, type: "full", code: ["A,1,NL,een", "A,2,NL,twee"] }
    const { reference, counts } = await folded(first, {
      number: 2,
      type: "update",
      code: ["A,2,NL,TWEE", "A,3,NL,drie"],
    })
    expect([...reference.register.codes.values()].map((code) => code.description)).toEqual([
      "een",
      "TWEE",
      "drie",
    ])
    expect(counts.get("code")?.insert).toMatchObject({ inserted: 1, updated: 1, unchanged: 0 })
    reference.rollback()
    expect([...reference.register.codes.values()].map((code) => code.description)).toEqual(["een", "twee"])
  })

  test("updates lead to the same register as the Full of the last day", async () => {
    const chain = await makeExtracts({
      seed: 5,
      rows: 8000,
      changes: 1500,
      steps: [
        { type: "full" },
        { type: "update" },
        { type: "update" },
        { type: "update" },
        { type: "full", days: 0 },
      ],
    })
    const reference = new Reference()
    for (const { bytes } of chain.slice(0, 4)) await reference.apply(bytes)
    const counts = await reference.apply(chain[4]?.bytes ?? Buffer.alloc(0))
    for (const [table, { insert, closed }] of counts) {
      expect({ table, inserted: insert.inserted, closed }).toEqual({ table, inserted: 0, closed: 0 })
    }
    expect(counts.get("activity")?.insert.unchanged).toBeGreaterThan(5000)
  })
})
