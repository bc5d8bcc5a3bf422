import { expect, test } from "vitest"
import { refusal } from "../support/ask.ts"
import { importFiles, prepareFiles } from "../support/imports.ts"
import { traces } from "../support/refused.ts"
import { checksums } from "../support/tables.ts"
import { type Ground, prepareSecond } from "./ground.ts"

export function exerciseRepeats(ground: Ground): void {
  const { dataset, material } = ground
  const { options, first } = material

  test("answers with the import there is when the same file comes again while it is open", async () => {
    const lab = await ground.open()
    const begun = await prepareSecond(ground, lab)
    const before = await traces(lab)
    const again = await prepareSecond(ground, lab)
    expect(again).toEqual({ ...begun, created: false })
    expect(await traces(lab)).toEqual(before)
  })

  test("changes nothing when the same file comes again", async () => {
    const lab = await ground.open()
    const [job] = await lab.read("select job_id from import_jobs")
    const before = await traces(lab)
    const again = prepareFiles(lab, dataset, first.files, options)
    if (dataset.sequential) expect(await refusal(again)).toBe("409 extract_already_applied")
    else {
      expect(await again).toMatchObject({ created: false, answer: { job_id: String(job?.job_id) } })
    }
    expect(await traces(lab)).toEqual(before)
    expect(await checksums(lab, dataset)).toEqual(ground.before)
  })

  const others = dataset.sequential ? [] : [{ skip_errors: false }, ...rulesOf(ground)]
  test.each(others)("changes no row when the same rows come again with %j", async (more) => {
    const lab = await ground.open()
    const status = await importFiles(lab, dataset, first.files, { ...options, ...more })
    expect(status.outcome).toBe("complete")
    expect(await checksums(lab, dataset)).toEqual(ground.before)
    const [table] = dataset.tables
    const counts = status.tables[table?.key ?? ""]
    const { inserted, updated, merged, duplicates, failed_rows, rows_done } = counts ?? {}
    expect({ inserted, updated, merged, failed_rows, rows_done }).toEqual({
      inserted: 0,
      updated: 0,
      merged: 0,
      failed_rows: 0,
      rows_done: first.rows,
    })
    expect(duplicates).toBe(0)
  })
}

/** Rules for known rows that the other imports do not go by. */
function rulesOf({ dataset, material }: Ground) {
  const others = dataset.duplicates.filter((rule) => rule !== material.options.duplicates)
  return others.map((duplicates) => ({ duplicates }))
}
