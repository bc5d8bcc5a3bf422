import { describe, expect, test } from "vitest"
import { extractNameOf } from "../../lib/formats/extract-name.ts"
import { parseMeta } from "../../lib/formats/meta.ts"

const VARIABLES: Record<string, string> = {
  SnapshotDate: "04-10-2025",
  ExtractTimestamp: "05-10-2025 09:01:59",
  ExtractType: "full",
  ExtractNumber: "140",
  Version: "1.0.0",
}

function metaCsv(
  changes: Record<string, string | null> = {},
  { lineEnd = "\n", quote = '"', mark = "" } = {},
): Buffer {
  const rows = Object.entries({ ...VARIABLES, ...changes }).flatMap(([name, value]) =>
    value === null ? [] : [`${quote}${name}${quote},${quote}${value}${quote}${lineEnd}`],
  )
  return Buffer.from(`${mark}${quote}Variable${quote},${quote}Value${quote}${lineEnd}${rows.join("")}`)
}

describe("meta.csv", () => {
  const expected = {
    snapshot_date: "2025-10-04",
    extract_timestamp: "2025-10-05T09:01:59",
    extract_type: "full",
    extract_number: 140,
    version: "1.0.0",
  }

  test("five variables are read", () => {
    expect(parseMeta(metaCsv())).toEqual(expected)
  })

  test("a byte order mark, CRLF, missing quotes and unknown variables do not matter", () => {
    const options = { lineEnd: "\r\n", quote: "", mark: "\uFEFF" }
    expect(parseMeta(metaCsv({ Publisher: "FOD", __proto__: "x" }, options))).toEqual(expected)
  })

  test("a leading zero and a capital do not matter", () => {
    const meta = parseMeta(metaCsv({ ExtractNumber: "0141", ExtractType: "Update" }))
    expect(meta).toMatchObject({ extract_number: 141, extract_type: "update" })
  })

  test("the 29th of February exists in a leap year only", () => {
    expect(parseMeta(metaCsv({ SnapshotDate: "29-02-2024" })).snapshot_date).toBe("2024-02-29")
    expect(() => parseMeta(metaCsv({ SnapshotDate: "29-02-2025" }))).toThrow(/SnapshotDate is "29-02-2025"/)
  })

  const wrong: [variable: string, value: string | null][] = [
    ["SnapshotDate", null],
    ["SnapshotDate", "2025-10-04"],
    ["SnapshotDate", "04-13-2025"],
    ["ExtractTimestamp", "05-10-2025"],
    ["ExtractTimestamp", "05-10-2025 24:00:00"],
    ["ExtractType", "partial"],
    ["ExtractNumber", "0"],
    ["ExtractNumber", "1e3"],
    ["ExtractNumber", ""],
    ["Version", null],
  ]
  for (const [variable, value] of wrong) {
    test(`${variable} ${value === null ? "missing" : JSON.stringify(value)} is refused by name`, () => {
      expect(() => parseMeta(metaCsv({ [variable]: value }))).toThrow(
        expect.objectContaining({
          status: 422,
          code: "meta_invalid",
          detail: expect.stringContaining(variable),
        }),
      )
    })
  }

  test("a variable with two values is refused", () => {
    const bytes = Buffer.concat([metaCsv(), Buffer.from('"ExtractNumber","141"\n')])
    expect(() => parseMeta(bytes)).toThrow(/ExtractNumber appears twice, as "140" and "141"/)
  })

  test("another version is refused as unknown", () => {
    const version = expect.objectContaining({
      code: "version_unknown",
      detail: expect.stringContaining('"2.0.0"'),
    })
    expect(() => parseMeta(metaCsv({ Version: "2.0.0" }))).toThrow(version)
  })

  for (const [name, bytes] of [
    ["nothing", Buffer.alloc(0)],
    ["an open quote", Buffer.from('"Variable,Value\n')],
    ["any bytes", Buffer.from([0xff, 0xfe, 0x00, 0x22, 0x0a, 0x22])],
  ] as const) {
    test(`${name} is refused as no list of variables`, () => {
      expect(() => parseMeta(bytes)).toThrow(expect.objectContaining({ status: 422, code: "meta_invalid" }))
    })
  }
})

describe("the name of an extract", () => {
  const names: [name: string, found: ReturnType<typeof extractNameOf>][] = [
    ["KboOpenData_0140_2025_10_05_Full.zip", { extract_number: 140, type: "full" }],
    ["KboOpenData_0141_2025_10_06_Update.zip", { extract_number: 141, type: "update" }],
    ["KboOpenData_0009_2015_03_Update.zip", { extract_number: 9, type: "update" }],
    ["kboopendata_0140_2025_10_05_FULL.ZIP", { extract_number: 140, type: "full" }],
    ["/data/files/KboOpenData_0140_2025_10_05_Full.zip", { extract_number: 140, type: "full" }],
    ["C:\\KboOpenData_0140_2025_10_05_Full (1).zip", { extract_number: 140, type: "full" }],
    [
      "0192f0c4-7c54-7000-8000-0123456789ab-KboOpenData_1040_2025_10_05_Full.zip",
      { extract_number: 1040, type: "full" },
    ],
    ["KboOpenData_Full.zip", null],
    ["KboOpenData_0140_2025_10_05_Full.csv", null],
    ["MyKboOpenData_0140_2025_10_05_Full.zip", null],
    ["extract.zip", null],
    ["", null],
  ]
  for (const [name, found] of names) {
    test(`${JSON.stringify(name)} ${found ? `is ${found.type} ${found.extract_number}` : "says nothing"}`, () => {
      expect(extractNameOf(name)).toEqual(found)
    })
  }
})
