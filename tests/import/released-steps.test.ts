import { describe, expect, test } from "vitest"
import type { ImportOptionsInput } from "../../lib/contract/index.ts"
import type { Dataset } from "../../lib/datasets/declaration.ts"
import { qaPairs } from "../../lib/datasets/qa-pairs.ts"
import { taxonomy } from "../../lib/datasets/taxonomy.ts"
import { retryBatches } from "../../lib/import/retry.ts"
import { diagnose } from "../../lib/import/upkeep/diagnose.ts"
import { mendToEnd } from "../mending/mending.ts"
import { batchesThat, expectRegister, refusal } from "../support/ask.ts"
import { importExtract, prepare, dataset as register } from "../support/drive.ts"
import { gateBefore } from "../support/gate.ts"
import { enterprise, handmade, line, smallFull, upTo } from "../support/handmade.ts"
import {
  actor,
  drive,
  finish,
  importFiles,
  prepareFiles,
  type SentFile,
  textFile,
  undo,
} from "../support/imports.ts"
import { endingAt } from "../support/lab.ts"
import { ownLab } from "../support/own-lab.ts"
import { inLongRuns } from "../support/rounds.ts"
import { checksums } from "../support/tables.ts"

const lab = ownLab()

/** Accepts failed batches in a call that dies after the first step it does. */
const accept = (dataset: Dataset, job_id: string) =>
  expect(finish(endingAt(lab, "after_commit"), dataset, job_id, true)).rejects.toThrow("ended here")

const retry = (dataset: Dataset, job_id: string) =>
  retryBatches({ dataset, job_id, all_failed: true, actor }, lab.effects)

const steps = async (job_id: string, status: string) =>
  (await batchesThat(lab, job_id, status)).filter((name) => !/ (delete|insert|mend) /.test(name))

/** Drives until nothing is left to do, and closes the import. */
async function end(dataset: Dataset, job_id: string, outcome = "complete") {
  expect(await drive(lab, dataset, job_id)).toMatchObject({ status: "ready_to_finalize" })
  expect(await finish(lab, dataset, job_id)).toMatchObject({ outcome, reconciles: true })
  expect(await diagnose({ job_id }, lab.effects)).toEqual([])
}

/** Prepares an extract of which one table cannot be written, and drives as far as that goes. */
async function failingIn(table: string, column: string, extract: SentFile) {
  await lab.run(`alter table ${table} rename column ${column} to _elsewhere`)
  const { job_id } = (await prepare(lab, extract, { max_retries: 1 })).answer
  expect(await drive(lab, register, job_id)).toMatchObject({ status: "blocked_by_failed" })
  await lab.run(`alter table ${table} rename column _elsewhere to ${column}`)
  return job_id
}

describe("rows that are retried after the steps behind them were not to wait for them", () => {
  const update = () =>
    handmade({
      number: 2,
      type: "update",
      lines: {
        enterprise_delete: upTo(3).map(line.key),
        enterprise_insert: [1, 2, 3, 6, 7].map((n) => line.enterprise(n, "012")),
        denomination_delete: upTo(4).map(line.key),
        denomination_insert: [1, 2, 4, 6].map((n) => line.name(n, `Nieuw ${n}`)),
      },
    })

  test.each([
    ["denomination", "denomination", ["enterprise resolve_names 2", "establishment resolve_names 2"]],
    ["enterprise", "juridical_form", ["enterprise resolve_names 2"]],
  ])("of %s get their names, and are undone with them", async (table, column, again) => {
    const [full, extract] = [await smallFull(5), await update()]
    await importExtract(lab, full)
    const before = await checksums(lab)
    const job_id = await failingIn(table, column, extract)
    await accept(register, job_id)
    await drive(lab, register, job_id)
    expect(await steps(job_id, "pending")).toEqual([])
    expect(await retry(register, job_id)).toEqual({ success: true, reset: 1 })
    expect(await steps(job_id, "pending")).toEqual(again)
    await end(register, job_id)
    await expectRegister(lab, full, extract)
    await undo(lab, job_id)
    expect(await checksums(lab)).toEqual(before)
  })

  inLongRuns("go before a step that has not run yet", async () => {
    const [full, extract] = [await smallFull(5), await update()]
    await importExtract(lab, full)
    const job_id = await failingIn("denomination", "denomination", extract)
    await accept(register, job_id)
    expect(await steps(job_id, "pending")).toEqual(["establishment resolve_names 1"])
    await retry(register, job_id)
    expect(await steps(job_id, "pending")).toEqual([
      "establishment resolve_names 1",
      "enterprise resolve_names 2",
    ])
    await end(register, job_id)
    await expectRegister(lab, full, extract)
  })

  inLongRuns("and fail again have the steps planned once more only when these have run", async () => {
    const [full, extract] = [await smallFull(5), await update()]
    await importExtract(lab, full)
    const before = await checksums(lab)
    const job_id = await failingIn("denomination", "denomination", extract)
    await accept(register, job_id)
    await drive(lab, register, job_id)
    for (const _again of upTo(2)) {
      await lab.run("alter table denomination rename column denomination to _elsewhere")
      await retry(register, job_id)
      expect(await drive(lab, register, job_id)).toMatchObject({ status: "blocked_by_failed" })
      await lab.run("alter table denomination rename column _elsewhere to denomination")
      expect(await steps(job_id, "pending")).toEqual([
        "enterprise resolve_names 2",
        "establishment resolve_names 2",
      ])
    }
    await accept(register, job_id)
    await drive(lab, register, job_id)
    await retry(register, job_id)
    expect(await steps(job_id, "pending")).toEqual([
      "enterprise resolve_names 3",
      "establishment resolve_names 3",
    ])
    await end(register, job_id)
    await expectRegister(lab, full, extract)
    await undo(lab, job_id)
    expect(await checksums(lab)).toEqual(before)
  })

  inLongRuns("are not passed over by whoever accepts their failure meanwhile", async () => {
    const [full, extract] = [await smallFull(5), await update()]
    await importExtract(lab, full)
    const job_id = await failingIn("denomination", "denomination", extract)
    await lab.run(`update import_jobs set status = 'processing' where job_id = '${job_id}'`)
    const late = gateBefore(lab.effects, (sql) => /^begin/.test(sql))
    const accepted = refusal(finish({ ...lab, effects: late.effects }, register, job_id, true))
    await late.reached
    await retry(register, job_id)
    late.open()
    expect(await accepted).toBe("409 batches_incomplete")
    await end(register, job_id)
    await expectRegister(lab, full, extract)
  })

  inLongRuns("leave an enterprise that is replaced unasked as it was, once they are undone", async () => {
    await importExtract(lab, await smallFull(5))
    const before = await checksums(lab)
    const lines = {
      enterprise_insert: [1, 6].map((n) => line.enterprise(n, "012")),
      denomination_delete: [1, 2].map(line.key),
      denomination_insert: [1, 2, 6].map((n) => line.name(n, `Nieuw ${n}`)),
    }
    const extract = await handmade({ number: 2, type: "update", lines })
    const job_id = await failingIn("enterprise", "juridical_form", extract)
    await accept(register, job_id)
    await drive(lab, register, job_id)
    await retry(register, job_id)
    await end(register, job_id)
    const names = await lab.read("select entity_number, primary_name from enterprise_current order by all")
    expect(names.map(({ primary_name }) => primary_name)).toEqual([
      "Nieuw 1",
      "Nieuw 2",
      "Naam 3",
      "Naam 4",
      "Naam 5",
      "Nieuw 6",
    ])
    expect(names.at(-1)?.entity_number).toBe(enterprise(6))
    await undo(lab, job_id)
    expect(await checksums(lab)).toEqual(before)
  })
})

/** Prepares rows of which the second batch fails, and drives as far as that goes. */
async function failingSecond(dataset: Dataset, sent: SentFile, options: ImportOptionsInput) {
  const { job_id } = (await prepareFiles(lab, dataset, sent, { batch_size: 10, max_retries: 1, ...options }))
    .answer
  await lab.run(
    `update import_job_batches set status = 'failed', attempt = 1, error = 'Refused', error_code = 'batch_fatal', retryable = false
     where job_id = '${job_id}' and operation = 'insert' and batch_number = 2`,
  )
  expect(await drive(lab, dataset, job_id)).toMatchObject({ status: "blocked_by_failed" })
  return job_id
}

describe("pages that are retried after the hierarchy was built without them", () => {
  const page = (path: string, title: string, parent = "") => `https://a.be${path},${title},${parent}`
  const file = (...lines: string[]) => textFile("p.csv", ["url,title,parent_url", ...lines, ""].join("\n"))
  const places = () =>
    lab.read(
      `select n.url, n.title, above.url as parent, n.depth
       from taxonomy_node as n left join taxonomy_node as above on above.id = n.parent_id
       where n.url not like '%/other%' order by n.url`,
    )
  const at = (path: string, title: string, parent: string | null, depth: number) => ({
    url: `https://a.be${path}`,
    title,
    parent: parent && `https://a.be${parent}`,
    depth,
  })
  // The first ten land and move what was there; the others, which change some of that, fail at first.
  const pages = file(
    page("/x/y", "Between"),
    page("/n1", "New"),
    ...upTo(8).map((n) => page(`/other${n}`, "Other")),
    page("/x/y/z", "Changed"),
    page("/x/y/z/1", "One", "https://a.be/later"),
    page("/n1/n2", "Newer"),
    page("/later", "Later", "https://a.be/n1/n2"),
    "nowhere,Bad,",
  )

  test("have their place in it, take another one mended, and are undone with it", async () => {
    await importFiles(
      lab,
      taxonomy,
      file(page("/x", "Above"), page("/x/y/z", "Below"), page("/x/y/z/1", "One")),
    )
    const before = await checksums(lab, taxonomy)
    const job_id = await failingSecond(taxonomy, pages, { duplicates: "update" })
    await accept(taxonomy, job_id)
    await drive(lab, taxonomy, job_id)
    await retry(taxonomy, job_id)
    await end(taxonomy, job_id, "partial_failure")
    const built = [
      at("/later", "Later", "/n1/n2", 2),
      at("/n1", "New", null, 0),
      at("/n1/n2", "Newer", "/n1", 1),
      at("/x", "Above", null, 0),
      at("/x/y", "Between", "/x", 1),
      at("/x/y/z", "Changed", "/x/y", 2),
      at("/x/y/z/1", "One", "/later", 3),
    ]
    expect(await places()).toEqual(built)
    const asked = { rows: [{ row: 15, values: { url: "https://a.be/x/y/z/2" } }] }
    const { status } = await mendToEnd(lab, taxonomy, job_id, asked)
    expect(status).toMatchObject({ outcome: "complete" })
    expect(await places()).toEqual([...built, at("/x/y/z/2", "Bad", "/x/y/z", 3)])
    expect(await diagnose({ job_id }, lab.effects)).toEqual([])
    await undo(lab, job_id)
    expect(await checksums(lab, taxonomy)).toEqual(before)
  })

  inLongRuns("of a dry run need no other step", async () => {
    const job_id = await failingSecond(taxonomy, pages, { dry_run: true })
    await accept(taxonomy, job_id)
    await retry(taxonomy, job_id)
    expect(await steps(job_id, "pending")).toEqual([])
    expect(await steps(job_id, "completed")).toEqual(["taxonomy_node build_hierarchy 1"])
  })
})

inLongRuns("questions that are retried after others were embedded without them are embedded", async () => {
  const lines = upTo(15).map((n) => `Question ${n}?,Answer ${n}.`)
  const job_id = await failingSecond(qaPairs, textFile("q.csv", `question,answer\n${lines.join("\n")}\n`), {})
  await accept(qaPairs, job_id)
  await drive(lab, qaPairs, job_id)
  await retry(qaPairs, job_id)
  await end(qaPairs, job_id)
  const count = "select count(*) as n, count(embedding) as embedded from qa_pair"
  expect(await lab.read(count)).toEqual([{ n: 15, embedded: 15 }])
})
