import { afterEach, beforeEach, describe, expect, test } from "vitest"
import type { ImportOptionsInput } from "../../lib/contract/index.ts"
import { isProblem } from "../../lib/errors.ts"
import { rawZip } from "../source/zip-builder.ts"
import { control, expectRegister, refusal, statusOf } from "../support/ask.ts"
import { changed, replaced } from "../support/change-zip.ts"
import { driveToEnd, importExtract, prepare, rollBack, type Sent, sent, step } from "../support/drive.ts"
import { handmade, line, smallFull, upTo } from "../support/handmade.ts"
import { type Lab, openLab } from "../support/lab.ts"
import { everything } from "../support/tables.ts"

let lab: Lab
beforeEach(async () => {
  lab = await openLab()
})
afterEach(() => lab.close())

const update = (number: number, telephone = "7") =>
  handmade({
    number,
    type: "update",
    lines: { contact_insert: upTo(3).map((n) => line.contact(n, telephone)) },
  })

const warningsOf = async (job_id: string) =>
  (await statusOf(lab, job_id)).warnings.map(({ code, count }) => ({ code, count }))

/** What may not change when an import is refused: every table, row counts at least, and every stored file. */
const traces = async () => [
  await everything(lab),
  (await lab.effects.store.list()).map((file) => file.filename),
]

/** Prepares what must be refused and leaves no trace of it; answers status, code and sentence. */
async function refused(extract: Sent, options: ImportOptionsInput = {}): Promise<[string, string]> {
  const before = await traces()
  let detail = ""
  const attempt = prepare(lab, extract, options).catch((error: unknown) => {
    if (isProblem(error)) detail = error.detail
    throw error
  })
  const code = await refusal(attempt)
  expect(await traces()).toEqual(before)
  return [code, detail]
}

describe("an extract's number", () => {
  test("leaves no gap behind the last one applied, unless that is allowed", async () => {
    await importExtract(lab, await smallFull(5, 10))
    const [code, detail] = await refused(await update(13))
    expect(code).toBe("409 extract_gap")
    expect(detail).toMatch(/11, 12/)
    const job_id = await importExtract(lab, await update(13), { allow_gap: true })
    expect(await warningsOf(job_id)).toEqual([{ code: "extract_gap", count: 2 }])
    expect((await refused(await update(16)))[1]).toMatch(/14, 15/)
  })

  test("is applied once, and never after a later one", async () => {
    await importExtract(lab, await smallFull(5, 10))
    const eleven = await importExtract(lab, await update(11))
    expect((await refused(await update(11)))[0]).toBe("409 extract_already_applied")
    expect((await refused(await smallFull(5, 10)))[0]).toBe("409 extract_already_applied")
    expect((await refused(await update(10)))[0]).toBe("409 extract_out_of_order")
    expect((await refused(await smallFull(6, 9)))[0]).toBe("409 extract_out_of_order")
    const [code] = await refused(await update(11), { allow_gap: true })
    expect(code).toBe("409 extract_already_applied")
    await rollBack(lab, eleven)
    await importExtract(lab, await update(11))
  })

  test("may be shared by an update and the Full of the same day", async () => {
    const full = await smallFull(5, 11)
    await importExtract(lab, await smallFull(5, 10))
    await importExtract(lab, await update(11))
    await importExtract(lab, full)
    expect((await refused(await update(11)))[0]).toBe("409 extract_already_applied")
    expect((await refused(full))[0]).toBe("409 extract_already_applied")
    await importExtract(lab, await update(12))
  })

  test("that comes first and is an update is accepted with a warning", async () => {
    const job_id = await importExtract(lab, await update(77))
    expect(await warningsOf(job_id)).toContainEqual({ code: "no_baseline", count: 1 })
    await importExtract(lab, await update(78))
  })
})

describe("an import that is open", () => {
  test("is answered to whoever sends the same content again", async () => {
    const full = await smallFull(5)
    const first = await prepare(lab, full)
    expect(first.created).toBe(true)
    const before = await traces()
    const again = await prepare(lab, { ...full, file_name: "another-name.zip" })
    expect(again).toMatchObject({ created: false, answer: { job_id: first.answer.job_id, status: "ready" } })
    expect(await traces()).toEqual(before)
    await step(lab, first.answer.job_id)
    expect(await prepare(lab, full)).toMatchObject({ created: false, answer: { status: "processing" } })
  })

  test("keeps every other content out, and is named", async () => {
    const { answer } = await prepare(lab, await smallFull(5))
    for (const other of [await smallFull(6), await smallFull(5, 2), await update(2)]) {
      const [code, detail] = await refused(other)
      expect(code).toBe("409 extract_in_progress")
      expect(detail).toContain(answer.job_id)
    }
    await control(lab, answer.job_id, "cancel")
    await importExtract(lab, await smallFull(6))
  })

  test("admits one of several that come at once", async () => {
    const several = await Promise.all(upTo(5).map((n) => smallFull(n)))
    const ends = await Promise.allSettled(several.map((extract) => prepare(lab, extract)))
    expect(ends.filter((end) => end.status === "fulfilled")).toHaveLength(1)
    const codes = ends.flatMap((end) =>
      end.status === "rejected" && isProblem(end.reason) ? [end.reason.code] : [],
    )
    expect(codes).toEqual(Array(4).fill("extract_in_progress"))
    expect(await lab.effects.store.list()).toEqual([])
  })
})

describe("an import that was given up half-way", () => {
  test("has to be rolled back before anything else, be it cancelled or failed", async () => {
    const full = await smallFull(5)
    const { answer } = await prepare(lab, full)
    await step(lab, answer.job_id)
    await control(lab, answer.job_id, "cancel")
    for (const next of [full, await smallFull(6), await update(1)]) {
      const [code, detail] = await refused(next)
      expect(code).toBe("409 extract_half_applied")
      expect(detail).toMatch(/[Rr]oll it back/)
    }
    await rollBack(lab, answer.job_id)
    await lab.run("alter table contact rename column value to telephone")
    const { answer: again } = await prepare(lab, full, { max_retries: 1 })
    await driveToEnd(lab, again.job_id)
    expect((await refused(full))[0]).toBe("409 extract_half_applied")
    await lab.run("alter table contact rename column telephone to value")
    await rollBack(lab, again.job_id)
    await importExtract(lab, full)
    await expectRegister(lab, full)
  })
})

describe("an extract that contradicts itself", () => {
  const named = async (file_name: string): Promise<Sent> => ({ ...(await smallFull(3, 140)), file_name })

  test.each([
    ["KboOpenData_0141_2025_10_05_Full.zip", "141"],
    ["KboOpenData_0140_2025_10_05_Update.zip", "update"],
  ])("by its name %s is refused, naming what differs", async (name, difference) => {
    const [code, detail] = await refused(await named(name))
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
    const [got, detail] = await refused(await make(await smallFull(20)))
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
    const [got, detail] = await refused(sent(await make()))
    expect(got).toBe(`422 ${code}`)
    expect(detail).toMatch(/^.{20,}[.]$/s)
  })

  test("found bad only at the end of a large file leave nothing either", async () => {
    const { bytes: good } = await smallFull(3000)
    const at = good.lastIndexOf(Buffer.from("PK\u0001\u0002"))
    const bad = Buffer.from(good)
    const crcOfLast = bad.subarray(at + 16, at + 20)
    crcOfLast.writeUInt32LE((crcOfLast.readUInt32LE() ^ 1) >>> 0)
    expect((await refused(sent(bad)))[0]).toBe("422 zip_corrupt")
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
    expect(await warningsOf(job_id)).toEqual([
      { code: "wrong_check_digits", count: 1 },
      { code: "unknown_code_value", count: 3 },
    ])
    const { warnings } = await statusOf(lab, job_id)
    for (const word of ["ZZ", "99999", "FAX"]) expect(warnings[1]?.message).toContain(word)
    await expectRegister(lab, full)
  })
})
