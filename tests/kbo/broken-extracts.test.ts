import { describe, expect, test } from "vitest"
import { rawZip } from "../formats/zip-builder.ts"
import { expectRegister, statusOf } from "../support/ask.ts"
import { changed, replaced } from "../support/change-zip.ts"
import { importExtract, prepare, type Sent, sent } from "../support/drive.ts"
import { handmade, line, smallFull } from "../support/handmade.ts"
import { ownLab } from "../support/own-lab.ts"
import { refused, warningsOf } from "../support/refused.ts"

const lab = ownLab()

describe("an extract that contradicts itself", () => {
  const named = async (file_name: string): Promise<Sent> => ({ ...(await smallFull(3, 140)), file_name })

  test.each([
    ["KboOpenData_0141_2025_10_05_Full.zip", "141"],
    ["KboOpenData_0140_2025_10_05_Update.zip", "update"],
  ])("by its name %s is refused, naming what differs", async (name, difference) => {
    const [code, detail] = await refused(lab, await named(name))
    expect(code).toBe("422 extract_mismatch")
    expect(detail).toContain(difference)
  })

  test.each(["KboOpenData_0140_2025_10_05_Full.zip", "KboOpenData_0140_2025_10_Full.zip", "whatever.zip"])(
    "not by its name %s is accepted",
    async (name) => {
      expect(await prepare(lab, await named(name))).toMatchObject({ created: true })
    },
  )

  const faults: [what: string, code: string, says: string[], make: (full: Sent) => Promise<Sent>][] = [
    [
      "an unknown version",
      "version_unknown",
      ["meta.csv", "2.0.0"],
      (zip) => replaced(zip, "meta.csv", "1.0.0", "2.0.0"),
    ],
    [
      "an unknown type",
      "meta_invalid",
      ["ExtractType", "half"],
      (zip) => replaced(zip, "meta.csv", "full", "half"),
    ],
    ["no meta.csv", "file_missing", ["meta.csv"], (zip) => without(zip, "meta.csv")],
    ["no code.csv", "file_missing", ["code.csv"], (zip) => without(zip, "code.csv")],
    ["no file for a table", "file_missing", ["branch.csv"], (zip) => without(zip, "branch.csv")],
    [
      "an unknown column",
      "column_unknown",
      ["contact.csv", "Mood"],
      (zip) => replaced(zip, "contact.csv", "Value", "Value,Mood"),
    ],
    [
      "a missing column",
      "column_missing",
      ["contact.csv", "Value"],
      (zip) => replaced(zip, "contact.csv", ",Value", ""),
    ],
    [
      "a column twice",
      "column_repeated",
      ["contact.csv", "Value"],
      (zip) => replaced(zip, "contact.csv", "Value", "Value,Value"),
    ],
    [
      "a file without a header",
      "csv_empty",
      ["branch.csv"],
      (zip) => changed(zip, (texts) => void Object.assign(texts, { "branch.csv": "" })),
    ],
    [
      "a header that is no CSV",
      "csv_header_invalid",
      ["branch.csv"],
      (zip) => replaced(zip, "branch.csv", "Id", '"Id'),
    ],
  ]
  const without = (zip: Sent, name: string) => changed(zip, (texts) => void delete texts[name])

  test.each(faults)("by %s is refused with %s and leaves nothing", async (_what, code, says, make) => {
    const [got, detail] = await refused(lab, await make(await smallFull(20)))
    expect(got).toBe(`422 ${code}`)
    for (const word of says) expect(detail).toContain(word)
  })

  test("in the order of its columns and files is accepted", async () => {
    const full = await smallFull(5)
    const shuffled = await changed(full, (texts) => {
      for (const name of Object.keys(texts).reverse()) {
        const text = texts[name] ?? ""
        delete texts[name]
        texts[name] = name === "contact.csv" ? reordered(text) : text
      }
    })
    await importExtract(lab, shuffled)
    await expectRegister(lab, full)
  })
  const reordered = (text: string) =>
    text.replaceAll(/^([^,\n]+),([^,\n]+),([^,\n]+),([^,\n]+)$/gm, "$4,$2,$1,$3")
})

describe("bytes that are no extract", () => {
  const entry = { name: "meta.csv", content: "Variable,Value\n".repeat(50) }
  const bytes: [what: string, code: string, make: () => Promise<Buffer> | Buffer][] = [
    [
      "the portal's login page",
      "not_a_zip",
      () => Buffer.from("<!DOCTYPE html><html><body>Login</body></html>"),
    ],
    ["nothing at all", "not_a_zip", () => Buffer.alloc(0)],
    ["a ZIP that breaks off", "zip_truncated", async () => (await smallFull(20)).bytes.subarray(0, -200)],
    ["an encrypted ZIP", "zip_encrypted", () => rawZip([{ ...entry, flags: 1 }])],
    ["a bomb", "zip_bomb", () => rawZip([{ ...entry, content: Buffer.alloc(20_000_000) }])],
    ["a name that climbs out", "zip_entry_unsafe", () => rawZip([{ ...entry, name: "../meta.csv" }])],
    ["two entries of one name", "zip_entry_duplicate", () => rawZip([entry, entry])],
    ["an entry that is not what its checksum says", "zip_corrupt", () => rawZip([{ ...entry, crc: 7 }])],
  ]

  test.each(bytes)("such as %s are refused with %s and leave nothing", async (_what, code, make) => {
    const [got, detail] = await refused(lab, sent(await make()))
    expect(got).toBe(`422 ${code}`)
    expect(detail).toMatch(/^.{20,}[.]$/s)
  })

  test("found bad only at the end of a large file leave nothing either", async () => {
    const { bytes: good } = await smallFull(3000)
    const at = good.lastIndexOf(Buffer.from("PK\u0001\u0002"))
    const bad = Buffer.from(good)
    const crcOfLast = bad.subarray(at + 16, at + 20)
    crcOfLast.writeUInt32LE((crcOfLast.readUInt32LE() ^ 1) >>> 0)
    expect((await refused(lab, sent(bad)))[0]).toBe("422 zip_corrupt")
  })
})

describe("numbers and codes nobody knows", () => {
  test("are accepted with a warning", async () => {
    const full = await handmade({
      number: 1,
      type: "full",
      code: ["Status,AC,NL,Actief", "Nace2025,62010,NL,Programmeren"],
      lines: {
        enterprise: [
          line.enterprise(1),
          line.enterprise(2).replace('"AC"', '"ZZ"'),
          '"0200.000.000","AC","000","2","014",,01-02-2003',
        ],
        activity: [line.activity(1, "62010"), line.activity(2, "99999")],
        contact: [line.contact(1, "1").replace("TEL", "FAX")],
      },
    })
    const job_id = await importExtract(lab, full)
    expect(await warningsOf(lab, job_id)).toEqual([
      { code: "wrong_check_digits", count: 1 },
      { code: "unknown_code_value", count: 3 },
    ])
    const { warnings } = await statusOf(lab, job_id)
    for (const word of ["ZZ", "99999", "FAX"]) expect(warnings[1]?.message).toContain(word)
    await expectRegister(lab, full)
  })
})
