import { describe, expect, test } from "vitest"
import { zipOf } from "../../scripts/sample/zip.ts"
import { rawZip } from "../formats/zip-builder.ts"
import { expectRegister } from "../support/ask.ts"
import { changed, replaced } from "../support/change-zip.ts"
import { importExtract, prepare, sent } from "../support/drive.ts"
import { handmade, line, smallFull, upTo } from "../support/handmade.ts"
import { ownLab } from "../support/own-lab.ts"
import { refused, warningsOf } from "../support/refused.ts"
import { inLongRuns } from "../support/rounds.ts"

const lab = ownLab()

/** The texts of an extract's files by other names. */
async function repacked(rename: (name: string) => string, more: Record<string, string> = {}) {
  const texts: Record<string, string> = { ...more }
  const full = await smallFull(5)
  await changed(full, (files) => {
    for (const [name, text] of Object.entries(files)) texts[rename(name)] = text
  })
  return { full, texts }
}

describe("an extract that somebody has packed again", () => {
  test("is read from a folder, by names in capitals, without what a system adds to it", async () => {
    const { full, texts } = await repacked((name) => `Extract 1/${name.toUpperCase()}`, {
      "__MACOSX/Extract 1/._META.CSV": "x",
      "Extract 1/.DS_Store": "x",
    })
    // As a program writes it that does not know sizes before their bytes.
    const entries = Object.entries(texts).map(([name, content]) => ({
      name,
      content,
      descriptor: true,
      flags: 8,
    }))
    const job_id = await importExtract(lab, sent(rawZip(entries)))
    expect(await warningsOf(lab, job_id)).toEqual([])
    await expectRegister(lab, full)
  })

  test("is refused with two files of one name", async () => {
    const { texts } = await repacked((name) => name, { "old/Contact.csv": "x" })
    const [code, detail] = await refused(lab, sent(await zipOf(texts)))
    expect(code).toBe("422 zip_entry_duplicate")
    expect(detail).toContain("old/Contact.csv and contact.csv")
  })
})

describe("an extract in another form than is known", () => {
  test("is read without the columns nobody knows, which are named, where that is allowed", async () => {
    const full = await smallFull(5)
    const more = await changed(full, (texts) => {
      const lines = (texts["contact.csv"] ?? "").trimEnd().split("\n")
      texts["contact.csv"] = lines
        .map((row, i) => (i === 0 ? `value,${row},Mood` : `"x",${row},"y"`))
        .join("\n")
    })
    const [code, detail] = await refused(lab, more)
    expect(code).toBe("422 column_unknown")
    expect(detail).toContain("allow_extra_columns: true")
    const job_id = await importExtract(lab, more, { allow_extra_columns: true })
    const [job] = await lab.read(`select warnings from import_jobs where job_id = '${job_id}'`)
    expect(job?.warnings).toMatchObject([
      { code: "column_ignored", message: expect.stringContaining("value, Mood (contact.csv)") },
    ])
    await expectRegister(lab, full)
  })

  inLongRuns("is read as before in the version that is allowed, and in no other", async () => {
    const full = await smallFull(5)
    const newer = await replaced(full, "meta.csv", "1.0.0", "1.1.0")
    const [code, detail] = await refused(lab, newer, { allow_version: "1.2.0" })
    expect(code).toBe("422 version_unknown")
    expect(detail).toContain('allow_version: "1.1.0"')
    const job_id = await importExtract(lab, newer, { allow_version: "1.1.0" })
    expect(await warningsOf(lab, job_id)).toEqual([{ code: "version_allowed", count: 1 }])
    await expectRegister(lab, full)
  })

  inLongRuns(
    "takes a new code without a description, and keeps the one of a code that is known",
    async () => {
      const lines = { enterprise: upTo(2).map((n) => line.enterprise(n)) }
      const full = await handmade({ number: 1, type: "full", code: ["Status,AC,NL,Actief"], lines })
      const update = await handmade({ number: 2, type: "update", code: ["Status,AC,NL,", 'Status,ZZ,NL,""'] })
      await importExtract(lab, full)
      const job_id = await importExtract(lab, update)
      const [job] = await lab.read(`select warnings, outcome from import_jobs where job_id = '${job_id}'`)
      expect(job).toMatchObject({
        outcome: "complete",
        warnings: [{ code: "empty_description", count: 1, message: expect.stringContaining("Status ZZ NL") }],
      })
      await expectRegister(lab, full, update)
    },
  )
})

test("an extract of a day that is still to come is taken, with a warning", async () => {
  const future = await replaced(
    await smallFull(3),
    "meta.csv",
    "SnapshotDate,02-10-2025",
    "SnapshotDate,06-01-2026",
  )
  const { answer } = await prepare(lab, future)
  expect(answer.warnings).toMatchObject([{ code: "odd_snapshot_date", count: 1 }])
})

inLongRuns(
  "a corrected file of an extract that is applied is refused with the way to take it instead",
  async () => {
    const lines = (value: string) => ({ contact_insert: [line.contact(1, value)] })
    const first = await smallFull(3)
    await importExtract(lab, first)
    await importExtract(lab, await handmade({ number: 2, type: "update", lines: lines("7") }))
    const corrected = await handmade({ number: 2, type: "update", lines: lines("8") })
    const [code, detail] = await refused(lab, corrected)
    expect(code).toBe("409 extract_already_applied")
    expect(detail).toMatch(
      /applied by .*extract 2\. To take this file instead, undo that import, and import this file again\./,
    )
    await importExtract(lab, await handmade({ number: 3, type: "update", lines: {} }))
    expect((await refused(lab, corrected))[1]).toMatch(
      /undo the imports after it, newest first, then that one/,
    )
  },
)
