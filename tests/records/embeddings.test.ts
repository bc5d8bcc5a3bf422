import { afterEach, describe, expect, test } from "vitest"
import { ingestStatus } from "../../lib/clients/ingest.ts"
import { documents } from "../../lib/datasets/documents.ts"
import { qaPairs } from "../../lib/datasets/qa-pairs.ts"
import { localEmbedder } from "../../lib/embeddings/local.ts"
import { listRowErrors } from "../../lib/import/listings.ts"
import { processBatch } from "../../lib/import/process-batch.ts"
import { jobReport } from "../../lib/import/report.ts"
import { retryBatches } from "../../lib/import/retry.ts"
import { jobStatus } from "../../lib/import/status.ts"
import { diagnose } from "../../lib/import/upkeep/diagnose.ts"
import { zipOf } from "../../scripts/sample/zip.ts"
import { answers, type Behaviour, type Endpoint, endpoint } from "../embeddings/endpoint.ts"
import { mendToEnd } from "../mending/mending.ts"
import { refusal } from "../support/ask.ts"
import { gateBefore } from "../support/gate.ts"
import {
  actor,
  badRows,
  doBatch,
  drive,
  finish,
  importFiles,
  prepareFiles,
  textFile,
  undo,
} from "../support/imports.ts"
import { type Lab, openLab } from "../support/lab.ts"
import { inLongRuns } from "../support/rounds.ts"

let lab: Lab
let provider: Endpoint | undefined

afterEach(async () => {
  lab.close()
  await provider?.close()
  provider = undefined
})

const pairs = (count: number, answer = "Because") =>
  textFile(
    "qa.csv",
    `question,answer\n${Array.from({ length: count }, (_, i) => `Why is number ${i} so?,${answer} of ${i}`).join("\n")}\n`,
  )

const refuses: Behaviour = (response) => {
  response.writeHead(400, { "content-type": "application/json" }).end('{"error": {"message": "no"}}')
}

async function labWith(...behaviours: Behaviour[]) {
  provider = await endpoint(...behaviours)
  lab = await openLab({
    EMBEDDINGS_URL: provider.url,
    EMBEDDINGS_KEY: "sk-secret",
    EMBEDDINGS_MODEL: "small",
  })
  return provider
}

const embedded = () =>
  lab.read(
    "select embedding_status, count(*) as n, count(embedding) as vectors from qa_pair group by all order by all",
  )

/** Does batches until none is left, moving the clock over every back-off. */
async function driveOverBackOffs(job_id: string) {
  for (;;) {
    const answer = await drive(lab, qaPairs, job_id)
    if (answer.status !== "waiting") return answer
    lab.clock.advance(120)
  }
}

describe("questions and answers", () => {
  test("are embedded in batches of their own, and found by what they are about", async () => {
    lab = await openLab()
    const file = textFile(
      "qa.csv",
      "question,answer\nHow do I reset my password?,Press forgot password on the sign-in page.\nWhen is the office open?,From nine to five.\nWhere do I park my car?,Behind the building.\n",
    )
    const status = await importFiles(lab, qaPairs, file)
    expect(status.overall_progress).toMatchObject({ completed_batches: 2, total_batches: 2 })
    expect(await embedded()).toEqual([{ embedding_status: "embedded", n: 3, vectors: 3 }])
    const [asked = []] = await localEmbedder.embed(["I forgot my password"], { deadline: Date.now() + 1000 })
    const [best] = await lab.read(
      `select question from qa_pair order by list_cosine_similarity(embedding, [${asked.join(",")}]::float[]) desc limit 1`,
    )
    expect(best).toEqual({ question: "How do I reset my password?" })
  })

  test("are embedded anew when their answer changes, and undoing gives the old embedding back", async () => {
    lab = await openLab()
    await importFiles(lab, qaPairs, pairs(3))
    const before = await lab.read("select * from qa_pair order by id")
    const changed = await importFiles(lab, qaPairs, pairs(3, "Since"), { duplicates: "update" })
    expect(changed.tables.qa_pairs).toMatchObject({ updated: 3, inserted: 0 })
    const after = await lab.read("select * from qa_pair order by id")
    expect(after.map((row) => row.embedding)).not.toEqual(before.map((row) => row.embedding))
    expect(await embedded()).toEqual([{ embedding_status: "embedded", n: 3, vectors: 3 }])
    await undo(lab, changed.job_id)
    expect(await lab.read("select * from qa_pair order by id")).toEqual(before)
  })

  test("are asked for together, with the key, and land in their rows whatever the order of the answer", async () => {
    const { asked } = await labWith(answers(4, (items) => [...items].reverse()))
    await importFiles(lab, qaPairs, pairs(5))
    expect(asked).toHaveLength(1)
    expect(asked[0]?.headers.authorization).toBe("Bearer sk-secret")
    expect(asked[0]?.body).toMatchObject({ model: "small" })
    const rows = await lab.read(
      "select question || chr(10) || answer as text, embedding[1] as first from qa_pair",
    )
    expect(rows.every(({ text, first }) => String(text).length === first)).toBe(true)
  })

  test("land although their embedding fails; what failed is seen, and can be retried after the end", async () => {
    const good = answers(4)
    let broken = true
    const { asked } = await labWith((response, one) =>
      broken ? refuses(response, one) : good(response, one),
    )
    const { answer } = await prepareFiles(lab, qaPairs, pairs(4), { max_retries: 2 })
    const { job_id } = answer
    expect(await driveOverBackOffs(job_id)).toMatchObject({ status: "ready_to_finalize" })
    expect(await finish(lab, qaPairs, job_id)).toMatchObject({
      outcome: "partial_failure",
      failed_batches: 1,
    })
    const status = await jobStatus({ dataset: qaPairs, job_id, actor }, lab.effects)
    expect(status).toMatchObject({ status: "completed", actions: ["retry", "rollback"] })
    expect(status.failed_batches).toMatchObject([{ operation: "embed", attempts: 1, retryable: false }])
    expect(JSON.stringify(status.failed_batches)).not.toContain("sk-secret")
    expect(await embedded()).toEqual([{ embedding_status: "pending", n: 4, vectors: 0 }])
    expect(status.embeddings).toEqual({ rows: 4, embedded: 0, embedding_failed: 0, pending: 4 })
    // Whoever refuses a harmless word is not asked text by text.
    expect(asked.map(({ body }) => body.input.length)).toEqual([4, 1])
    broken = false
    const retried = await retryBatches({ dataset: qaPairs, job_id, all_failed: true, actor }, lab.effects)
    expect(retried).toEqual({ success: true, reset: 1 })
    await drive(lab, qaPairs, job_id)
    expect(await finish(lab, qaPairs, job_id)).toMatchObject({ outcome: "complete", failed_batches: 0 })
    expect(await embedded()).toEqual([{ embedding_status: "embedded", n: 4, vectors: 4 }])
  })

  test("are tried again after an import that was closed without a batch, which is not done again", async () => {
    const good = answers(4)
    let broken = true
    await labWith((response, one) => (broken ? refuses(response, one) : good(response, one)))
    const one = { ...lab, effects: { ...lab.effects, config: { ...lab.effects.config, stride_seconds: 0 } } }
    const { answer } = await prepareFiles(lab, qaPairs, pairs(4), { max_retries: 1, batch_size: 2 })
    const { job_id } = answer
    await doBatch(one, qaPairs, job_id)
    await lab.run("alter table qa_pair rename column category to kind")
    await drive(lab, qaPairs, job_id)
    await finish(lab, qaPairs, job_id, true)
    await lab.run("alter table qa_pair rename column kind to category")
    const again = () => retryBatches({ dataset: qaPairs, job_id, all_failed: true, actor }, lab.effects)
    for (const reset of [1, 1]) {
      expect(await again()).toMatchObject({ reset })
      await drive(lab, qaPairs, job_id)
      expect(await finish(lab, qaPairs, job_id)).toMatchObject({ outcome: "partial_failure" })
    }
    broken = false
    expect(await again()).toMatchObject({ reset: 1 })
    await drive(lab, qaPairs, job_id)
    expect(await finish(lab, qaPairs, job_id)).toMatchObject({
      outcome: "partial_failure",
      failed_batches: 1,
    })
    expect(await embedded()).toEqual([{ embedding_status: "embedded", n: 2, vectors: 2 }])
    const { counts } = await jobStatus({ dataset: qaPairs, job_id, actor }, lab.effects)
    expect(counts).toMatchObject({ inserted: 2, skipped: 0, failed_rows: 2 })
  })

  test("are tried again by whoever asks for it while the import is being closed", async () => {
    await labWith(refuses)
    const { answer } = await prepareFiles(lab, qaPairs, pairs(4), { max_retries: 1 })
    const { job_id } = answer
    await driveOverBackOffs(job_id)
    const late = gateBefore(lab.effects, (sql) => /^begin/.test(sql))
    const again = retryBatches({ dataset: qaPairs, job_id, all_failed: true, actor }, late.effects)
    await late.reached
    await finish(lab, qaPairs, job_id)
    late.open()
    expect(await again).toMatchObject({ reset: 1 })
    expect(await jobStatus({ dataset: qaPairs, job_id, actor }, lab.effects)).toMatchObject({
      status: "processing",
    })
  })

  test("are tried again though the import was just found to be done by whoever closes it", async () => {
    await labWith(refuses)
    const { answer } = await prepareFiles(lab, qaPairs, pairs(4), { max_retries: 1 })
    const { job_id } = answer
    await driveOverBackOffs(job_id)
    const late = gateBefore(lab.effects, (sql) => /^begin/.test(sql))
    const closing = finish({ ...lab, effects: late.effects }, qaPairs, job_id)
    await late.reached
    await retryBatches({ dataset: qaPairs, job_id, all_failed: true, actor }, lab.effects)
    late.open()
    expect(await refusal(closing)).toBe("409 batches_incomplete")
  })

  test("are tried again as often as allowed while the endpoint is only busy", async () => {
    await labWith((response) => void response.writeHead(503).end())
    const { answer } = await prepareFiles(lab, qaPairs, pairs(4), { max_retries: 2 })
    await driveOverBackOffs(answer.job_id)
    const { failed_batches } = await jobStatus(
      { dataset: qaPairs, job_id: answer.job_id, actor },
      lab.effects,
    )
    expect(failed_batches).toMatchObject([{ operation: "embed", attempts: 2, retryable: true }])
  })

  test("a text that is refused becomes its row's error, the others are embedded, and it can be tried again", async () => {
    const good = answers(4)
    let against = /number (7|133) /
    await labWith((response, asked) =>
      asked.body.input.some((text) => against.test(text)) ? refuses(response, asked) : good(response, asked),
    )
    const { job_id, ...told } = await importFiles(lab, qaPairs, pairs(200))
    const sums = { rows: 200, embedded: 198, embedding_failed: 2, pending: 0 }
    expect(told).toMatchObject({
      ...{ outcome: "partial_failure", row_errors: 2, embeddings: sums, failed_batches: [] },
      ...{ counts: { inserted: 200, failed_rows: 0 }, actions: ["retry", "rollback"] },
    })
    expect(await embedded()).toEqual([
      { embedding_status: "embedded", n: 198, vectors: 198 },
      { embedding_status: "failed", n: 2, vectors: 0 },
    ])
    const { errors } = await listRowErrors({ job_id, actor, limit: 10 }, lab.effects)
    const error = { table: "qa_pairs", operation: "embed", file: "qa.csv", code: "embedding_failed" }
    const message = expect.stringMatching(/refuses the text.* 400/)
    expect(errors).toMatchObject([
      { ...error, row: 8, value: "Why is number 7 so?\nBecause of 7", message },
      { ...error, row: 134 },
    ])
    expect((await badRows(lab, job_id)).lines).toEqual([])
    const report = await jobReport({ job_id, actor }, lab.effects)
    expect(report).toMatchObject({ embeddings: sums, errors_by_code: { embedding_failed: 2 } })
    const line = report.reconciliation.find(({ operation }) => operation === "embed")
    expect(line).toMatchObject({ read: 200, counts: { updated: 198, failed_rows: 2 }, reconciles: true })
    expect(await diagnose({}, lab.effects)).toMatchObject([
      {
        ...{ code: "missing_embeddings", job_id, table: "qa_pairs", count: 2 },
        ...{ message: expect.stringContaining("198 embedded, 2 refused, 0 pending") },
      },
    ])

    against = /number 133 /
    const again = () => retryBatches({ dataset: qaPairs, job_id, all_failed: true, actor }, lab.effects)
    expect((await again()).reset).toBeGreaterThan(0)
    await drive(lab, qaPairs, job_id)
    expect(await finish(lab, qaPairs, job_id)).toMatchObject({ outcome: "partial_failure", row_errors: 1 })
    against = /nothing/
    expect(await again()).toMatchObject({ reset: 1 })
    await drive(lab, qaPairs, job_id)
    expect(await finish(lab, qaPairs, job_id)).toMatchObject({ outcome: "complete", row_errors: 0 })
    expect(await embedded()).toEqual([{ embedding_status: "embedded", n: 200, vectors: 200 }])
    expect(await refusal(again())).toBe("409 illegal_transition")
    expect(await diagnose({}, lab.effects)).toEqual([])
    expect(await undo(lab, job_id)).toMatchObject({ done: true, rows_removed: 200 })
  })

  test("a text that is refused is one error however often it is asked about, and none once it is embedded", async () => {
    const good = answers(4)
    let against = /rude/
    await labWith((response, asked) =>
      asked.body.input.some((text) => against.test(text)) ? refuses(response, asked) : good(response, asked),
    )
    const rows = [{ question: "Why?", answer: "So rude." }, { question: "When?" }, { question: "Where?" }]
    const { job_id } = await importFiles(lab, qaPairs, textFile("pairs.json", JSON.stringify(rows)))
    const mended = async (row: number, answer: string) =>
      (await mendToEnd(lab, qaPairs, job_id, { rows: [{ row, values: { answer } }] })).status
    const again = async () => {
      await retryBatches({ dataset: qaPairs, job_id, all_failed: true, actor }, lab.effects)
      await drive(lab, qaPairs, job_id)
      return finish(lab, qaPairs, job_id)
    }
    const refused = async () =>
      (await listRowErrors({ job_id, actor, limit: 10, code: "embedding_failed" }, lab.effects)).total
    expect(await refused()).toBe(1)
    expect(await mended(2, "Now.")).toMatchObject({ row_errors: 2, embeddings: { embedding_failed: 1 } })
    expect(await refused()).toBe(1)
    expect(await again()).toMatchObject({ outcome: "partial_failure" })
    expect(await refused()).toBe(1)
    against = /nothing/
    expect(await mended(3, "Here.")).toMatchObject({
      ...{ outcome: "complete", row_errors: 0, reconciles: true },
      ...{ embeddings: { rows: 3, embedded: 3 }, actions: ["rollback"] },
    })
    expect(await diagnose({}, lab.effects)).toEqual([])
  })

  inLongRuns(
    "a row whose text was refused and that is mended over is one error, of what it says now",
    async () => {
      const good = answers(4)
      await labWith((response, asked) =>
        asked.body.input.some((text) => text.includes("rude"))
          ? refuses(response, asked)
          : good(response, asked),
      )
      const rows = [{ question: "Why?", answer: "So rude." }, { answer: "Still rude." }, { answer: "Kind." }]
      const file = textFile("pairs.json", JSON.stringify(rows))
      const { job_id } = await importFiles(lab, qaPairs, file, { duplicates: "update" })
      const mended = async (row: number) =>
        (await mendToEnd(lab, qaPairs, job_id, { rows: [{ row, values: { question: "Why?" } }] })).status
      expect(await mended(2)).toMatchObject({ row_errors: 2, embeddings: { rows: 1, embedding_failed: 1 } })
      const { errors } = await listRowErrors(
        { job_id, actor, limit: 10, code: "embedding_failed" },
        lab.effects,
      )
      expect(errors).toMatchObject([{ row: 2, value: "Why?\nStill rude." }])
      expect(await mended(3)).toMatchObject({
        outcome: "complete",
        row_errors: 0,
        embeddings: { embedded: 1 },
      })
    },
  )

  inLongRuns(
    "a text that another import has changed since is no error any more once it is tried again",
    async () => {
      const good = answers(4)
      let against = /number 1 /
      await labWith((response, asked) =>
        asked.body.input.some((text) => against.test(text))
          ? refuses(response, asked)
          : good(response, asked),
      )
      const { job_id } = await importFiles(lab, qaPairs, pairs(2))
      against = /nothing/
      await importFiles(lab, qaPairs, pairs(2, "Since"), { duplicates: "update" })
      await retryBatches({ dataset: qaPairs, job_id, all_failed: true, actor }, lab.effects)
      await drive(lab, qaPairs, job_id)
      expect(await finish(lab, qaPairs, job_id)).toMatchObject({ outcome: "complete", row_errors: 0 })
      expect(await embedded()).toEqual([{ embedding_status: "embedded", n: 2, vectors: 2 }])
    },
  )

  test("an endpoint that asks for patience gets it", async () => {
    let refused = 0
    const good = answers(4)
    await labWith((response, asked) => {
      refused += 1
      if (refused > 2) good(response, asked)
      else response.writeHead(429, { "retry-after": "7" }).end()
    })
    const before = lab.clock.now()
    expect(await importFiles(lab, qaPairs, pairs(2))).toMatchObject({ outcome: "complete" })
    expect(lab.clock.now() - before).toBeGreaterThan(14_000)
  })

  inLongRuns("vectors of another length than those that are there are refused with what to do", async () => {
    await labWith(answers(4))
    await importFiles(lab, qaPairs, pairs(2))
    await lab.run("update qa_pair set embedding = [1, 2]")
    const { answer } = await prepareFiles(lab, qaPairs, textFile("x.csv", "question,answer\nNew?,Yes\n"), {
      max_retries: 1,
    })
    await driveOverBackOffs(answer.job_id)
    const { failed_batches } = await jobStatus(
      { dataset: qaPairs, job_id: answer.job_id, actor },
      lab.effects,
    )
    expect(failed_batches[0]?.error).toContain("has embeddings of 2 dimensions; small makes 4")
  })

  test("a text that is changed while it is being embedded keeps no vector of what it said before", async () => {
    const good = answers(4)
    let meanwhile = async () => {}
    await labWith((response, asked) => void meanwhile().then(() => good(response, asked)))
    const { answer } = await prepareFiles(lab, qaPairs, pairs(2))
    meanwhile = () => lab.run("update qa_pair set answer = 'another' where question like '%number 1 %'")
    await drive(lab, qaPairs, answer.job_id)
    expect(
      await lab.read("select count(*) as n from qa_pair where answer = 'another' and embedding is not null"),
    ).toEqual([{ n: 0 }])
    expect(await finish(lab, qaPairs, answer.job_id)).toMatchObject({ reconciles: true })
  })
})

test("a dry run asks nobody for embeddings", async () => {
  const { asked } = await labWith(answers(4))
  const { answer } = await prepareFiles(lab, qaPairs, pairs(2), { dry_run: true })
  const driver = { id: "one", label: "CLI" }
  for (let i = 0; i < answer.total_batches; i += 1) {
    await processBatch({ dataset: qaPairs, job_id: answer.job_id, driver, actor }, lab.effects)
  }
  expect(await finish(lab, qaPairs, answer.job_id)).toMatchObject({ outcome: "complete" })
  expect(asked).toEqual([])
  expect(await embedded()).toEqual([])
})

test("the pieces of documents are embedded like questions", async () => {
  lab = await openLab()
  const text = Array.from(
    { length: 40 },
    (_, i) => `Paragraph ${i} is about subject ${i}. ${"More words follow. ".repeat(8)}`,
  )
  const status = await importFiles(lab, documents, {
    file_name: "long.txt",
    bytes: Buffer.from(text.join("\n\n")),
  })
  const [chunks] = await lab.read("select count(*) as n, count(embedding) as vectors from document_chunk")
  expect(chunks?.n).toBeGreaterThan(3)
  expect(chunks?.vectors).toBe(chunks?.n)
  expect(status.tables.document_chunks).toMatchObject({ completed: 1 })
})

test("a piece that is refused is an error of its document, which is in and counts as processed", async () => {
  const good = answers(4)
  await labWith((response, asked) =>
    asked.body.input.some((text) => text.includes("rude")) ? refuses(response, asked) : good(response, asked),
  )
  const texts = { "rude.txt": Buffer.from("Something rude."), "kind.txt": Buffer.from("Something kind.") }
  const { job_id } = await importFiles(lab, documents, { file_name: "two.zip", bytes: await zipOf(texts) })
  const { errors } = await listRowErrors({ job_id, actor, limit: 10 }, lab.effects)
  expect(errors).toMatchObject([
    { table: "document_chunks", operation: "embed", file: "rude.txt", row: 1, code: "embedding_failed" },
  ])
  expect(await jobStatus({ job_id, actor }, lab.effects)).toMatchObject({
    embeddings: { rows: 2, embedded: 1, embedding_failed: 1, pending: 0 },
  })
  expect(await ingestStatus({ batch_id: job_id, actor }, lab.effects)).toMatchObject({
    ...{ status: "completed", processed_count: 2, failed_count: 0, failed_documents: [] },
  })
})
