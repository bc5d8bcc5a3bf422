import { expect, test } from "vitest"
import type { ReportSummary } from "../../lib/contract/index.ts"
import { listRowErrors } from "../../lib/import/listings.ts"
import { rowErrorFile } from "../../lib/import/mending/error-file.ts"
import { jobReport } from "../../lib/import/report.ts"
import { thinOut } from "../../lib/import/upkeep/thin-out.ts"
import { composeMail } from "../../lib/notify/compose.ts"
import { pdfReport } from "../../lib/report/pdf.ts"
import { warningsOf } from "../../web/import/lost-rows.tsx"
import { statusOf } from "../support/ask.ts"
import { actor, driveToEnd, finalize, importExtract, prepare, rollBack } from "../support/drive.ts"
import { enterprise, handmade, line, upTo } from "../support/handmade.ts"
import { ownLab } from "../support/own-lab.ts"
import { readPdf } from "../support/report.ts"
import { inLongRuns } from "../support/rounds.ts"
import { checksums } from "../support/tables.ts"

const lab = ownLab()

const bad = (n: number) => line.enterprise(n).replace(/[^,]*$/, "31-02-2003")
const update = (number: number, lines: Record<string, string[]>) =>
  handmade({ number, type: "update", lines })

/** The first warning of an import that something lost its current row. */
async function lostOf(job_id: string) {
  const { warnings, outcome } = await statusOf(lab, job_id)
  const [first] = warnings
  return { outcome, first: first?.code === "lost_current_row" ? first : null }
}

async function listed(job_id: string) {
  const page = await listRowErrors({ job_id, code: "lost_current_row", limit: 500, actor }, lab.effects)
  return page.errors.map(({ table, file, value, message }) => ({ table, file, value, message }))
}

/** What each page of a report on paper says. */
async function pagesOf(report: ReportSummary): Promise<string[]> {
  async function* errors() {}
  const chunks: Uint8Array[] = []
  for await (const chunk of pdfReport({ report, errors: errors() }, 0)) chunks.push(chunk)
  return (await readPdf(Buffer.concat(chunks))).texts
}

test("an entity that lost its row is told of first, listed, not counted, and settled by a later extract", async () => {
  const full = { enterprise: upTo(4).map((n) => line.enterprise(n)) }
  await importExtract(lab, await handmade({ number: 1, type: "full", lines: full }))
  const before = await checksums(lab)
  const job_id = await importExtract(
    lab,
    // The first two lose their row, the third is gone for good, and the fourth keeps what it has.
    await update(2, {
      enterprise_delete: upTo(3).map(line.key),
      enterprise_insert: [bad(1), `${line.key(2)},"AC"`, bad(4)],
    }),
  )
  expect(await lostOf(job_id)).toEqual({
    outcome: "partial_failure",
    first: {
      code: "lost_current_row",
      count: 2,
      message: expect.stringContaining(`${enterprise(1)}, ${enterprise(2)}`),
    },
  })
  const lost = await listed(job_id)
  expect(lost).toEqual(
    [1, 2].map((n) => ({
      table: "enterprises",
      file: "enterprise_insert.csv",
      value: enterprise(n),
      message: expect.stringContaining("has no current row any more"),
    })),
  )
  const report = await jobReport({ job_id, actor }, lab.effects)
  expect(report).toMatchObject({ errors_total: 3, errors_by_code: { bad_date: 2, too_few_fields: 1 } })
  const mail = composeMail(report, {
    about: "completed",
    to: "jane.doe@example.org",
    link: "https://example.org",
  })
  expect(mail.subject).toMatch(/: completed, 2 entities without a current row, 3 rows need attention$/)
  expect(mail.text.split("\n\n")[1]).toContain(`${enterprise(1)}, ${enterprise(2)}`)
  const [paper = ""] = await pagesOf(report)
  expect(paper.indexOf("no current row any more")).toBeGreaterThan(0)
  expect(paper.indexOf("no current row any more")).toBeLessThan(paper.indexOf("Dataset"))
  const { lost: shown, others } = warningsOf(await statusOf(lab, job_id))
  expect([shown?.count, others]).toEqual([2, []])
  const { pages } = await rowErrorFile({ job_id, actor }, lab.effects)
  const lines = []
  for await (const page of pages) lines.push(...page)
  expect(lines).toHaveLength(3)

  const mended = await importExtract(lab, await update(3, { enterprise_insert: [line.enterprise(1)] }))
  expect(await lostOf(job_id)).toMatchObject({
    first: { count: 1, message: expect.stringContaining("1 entity has") },
  })
  expect(await listed(job_id)).toHaveLength(1)
  // That it is deleted in a later extract is no loss any more.
  const later = await importExtract(
    lab,
    await update(4, { enterprise_insert: [line.enterprise(2)], enterprise_delete: [line.key(1)] }),
  )
  expect(await lostOf(job_id)).toEqual({ outcome: "partial_failure", first: null })
  expect(await listed(job_id)).toEqual([])

  await rollBack(lab, later)
  await rollBack(lab, mended)
  expect(await listed(job_id)).toEqual(lost)
  await rollBack(lab, job_id)
  expect(await lostOf(job_id)).toMatchObject({ first: null })
  expect(await checksums(lab)).toEqual(before)
})

inLongRuns(
  "what was lost is still told when an import's row errors are removed after years, and not counted among them",
  async () => {
    const full = { enterprise: upTo(3).map((n) => line.enterprise(n)) }
    await importExtract(lab, await handmade({ number: 1, type: "full", lines: full }))
    const lines = { enterprise_delete: [line.key(1)], enterprise_insert: [bad(1)] }
    const job_id = await importExtract(lab, await update(2, lines))
    // The newest thirty keep everything.
    await lab.run(
      `insert into import_jobs select j.* replace (uuid() as job_id, 3 + i as extract_number, '[]'::json as warnings)
     from import_jobs as j, range(30) as r(i) where j.job_id = '${job_id}'`,
    )
    const before = await lostOf(job_id)
    lab.clock.advance(401 * 86_400)
    expect(await thinOut(lab.effects)).toBe(2)
    await importExtract(lab, await update(33, { enterprise_insert: [line.enterprise(4)] }))
    expect(await lostOf(job_id)).toEqual(before)
    expect(await statusOf(lab, job_id)).toMatchObject({ row_errors: 1 })
    await importExtract(lab, await update(34, { enterprise_insert: [line.enterprise(1)] }))
    expect(await lostOf(job_id)).toMatchObject({ first: null })
  },
)

inLongRuns(
  "what was in batches an import is closed without is lost as well, until it is there again",
  async () => {
    const full = { enterprise: upTo(3).map((n) => line.enterprise(n)) }
    await importExtract(lab, await handmade({ number: 1, type: "full", lines: full }))
    const before = await checksums(lab)
    const lines = {
      // The third is gone for good.
      enterprise_delete: upTo(3).map(line.key),
      enterprise_insert: upTo(2).map((n) => line.enterprise(n)),
    }
    const { answer } = await prepare(lab, await update(2, lines))
    const { job_id } = answer
    await lab.run(`update import_job_batches set attempt = max_attempts, status = 'failed', error = 'no room'
    where job_id = '${job_id}' and table_name = 'enterprise' and operation = 'insert'`)
    await driveToEnd(lab, job_id)
    await finalize(lab, job_id, true)
    expect(await lostOf(job_id)).toMatchObject({
      outcome: "partial_failure",
      first: { count: 2, message: expect.stringContaining(`${enterprise(1)}, ${enterprise(2)}`) },
    })
    expect((await listed(job_id)).map(({ value, file }) => [value, file])).toEqual(
      [1, 2].map((n) => [enterprise(n), "enterprise_insert.csv"]),
    )
    const later = await importExtract(
      lab,
      await update(3, { enterprise_insert: upTo(2).map((n) => line.enterprise(n)) }),
    )
    expect(await lostOf(job_id)).toMatchObject({ first: null })
    await rollBack(lab, later)
    expect(await lostOf(job_id)).toMatchObject({ first: { count: 2 } })
    await rollBack(lab, job_id)
    expect(await checksums(lab)).toEqual(before)
    expect(await lab.read("select * from import_lost_rows")).toEqual([])
  },
)
