import { readdirSync } from "node:fs"
import { beforeAll, expect, test } from "vitest"
import type { z } from "zod"
import * as contract from "../../lib/contract/index.ts"
import { type MadeExtract, makeExtracts } from "../../scripts/sample/archive.ts"
import { readPdf } from "../support/report.ts"
import { ownApi } from "./own-api.ts"

const { env, api } = ownApi()
const DAILY = "/api/import/daily-update"
const NO_JOB = "0199aaaa-0000-7000-8000-000000000000"
const OTHER_JOB = "0199aaaa-0000-7000-8000-000000000001"
let full: MadeExtract
let update: MadeExtract

beforeAll(async () => {
  const made = await makeExtracts({ rows: 300, traps: true })
  if (!made[0] || !made[1]) throw new Error("no extracts were made")
  full = made[0]
  update = made[1]
})

function send(method: string, path: string, body?: unknown): Promise<Response> {
  const form = body instanceof FormData
  const init = body === undefined ? {} : { body: form ? body : JSON.stringify(body) }
  const headers = body === undefined || form ? {} : { "content-type": "application/json" }
  return api(new Request(`http://localhost${path}`, { method, headers, ...init } as RequestInit))
}

async function answered<S extends z.ZodType>(
  schema: S,
  response: Response,
  status = 200,
): Promise<z.output<S>> {
  const text = await response.text()
  expect(response.status, text).toBe(status)
  return schema.parse(JSON.parse(text))
}

async function refused(response: Response): Promise<[number, string]> {
  expect(response.headers.get("content-type")).toBe("application/problem+json")
  const { code, detail } = contract.ProblemAnswer.parse(await response.json())
  expect(detail.length).toBeGreaterThan(10)
  return [response.status, code]
}

function formOf(extract: { bytes: Buffer; file_name: string }, options?: object): FormData {
  const form = new FormData()
  if (options) form.append("options", JSON.stringify(options))
  form.append("file", new Blob([new Uint8Array(extract.bytes)]), extract.file_name)
  return form
}

async function driveToEnd(jobId: string): Promise<number> {
  for (let calls = 1; ; calls += 1) {
    const answer = await answered(
      contract.ProcessBatchAnswer,
      await send("POST", `${DAILY}/process-batch`, { job_id: jobId }),
    )
    if (answer.status === "ready_to_finalize") return calls
    expect(answer, JSON.stringify(answer)).toMatchObject({ batch_completed: true })
  }
}

test("health tells the schema's version without a key", async () => {
  const health = await answered(contract.HealthAnswer, await send("GET", "/api/health"))
  expect(health).toMatchObject({ status: "ok", database: "reachable" })
  expect(health.schema_version).toBeGreaterThan(0)
})

test("the description is served under its own address", async () => {
  const document = (await (await send("GET", "/api/openapi.json")).json()) as { openapi: string }
  expect(document.openapi).toBe("3.1.0")
})

test("the datasets are declared with options and columns", async () => {
  const { datasets } = await answered(contract.DatasetsAnswer, await send("GET", "/api/datasets"))
  const daily = datasets.find(({ dataset }) => dataset === "daily-update")
  expect(daily?.tables.map(({ table }) => table)).toContain("activities")
  expect(daily?.options.find(({ name }) => name === "batch_size")?.max).toBeGreaterThan(1)
})

test.each([
  ["POST", "/api/import/nonsense/prepare", { url: "https://example.org/a.zip" }, [404, "unknown_dataset"]],
  ["POST", "/api/import/__proto__/prepare", { url: "https://example.org/a.zip" }, [404, "unknown_dataset"]],
  ["GET", `/api/import/nonsense/status/${NO_JOB}`, undefined, [404, "unknown_dataset"]],
  ["POST", `${DAILY}/nonsense`, {}, [404, "not_found"]],
  ["GET", `${DAILY}/prepare`, undefined, [405, "method_not_allowed"]],
  ["DELETE", "/api/imports", undefined, [405, "method_not_allowed"]],
  ["GET", `${DAILY}/status/${NO_JOB}`, undefined, [404, "job_not_found"]],
  ["GET", `${DAILY}/status/1'--`, undefined, [404, "job_not_found"]],
  ["POST", `${DAILY}/process-batch`, { job_id: NO_JOB }, [404, "job_not_found"]],
  ["POST", `${DAILY}/process-batch`, { job_id: "x" }, [404, "job_not_found"]],
  ["POST", `${DAILY}/process-batch`, {}, [400, "invalid_request"]],
  ["POST", `${DAILY}/process-batch`, { job_id: NO_JOB, batch_number: 1 }, [400, "invalid_request"]],
  ["POST", `${DAILY}/finalize`, { job_id: NO_JOB }, [404, "job_not_found"]],
  ["POST", `${DAILY}/retry-batch`, { job_id: NO_JOB, all_failed: true }, [404, "job_not_found"]],
  ["POST", `${DAILY}/retry-batch`, { job_id: NO_JOB }, [400, "invalid_request"]],
  ["POST", `${DAILY}/control`, { job_id: NO_JOB, action: "pause" }, [404, "job_not_found"]],
  ["POST", `${DAILY}/control`, { job_id: NO_JOB, action: "explode" }, [400, "invalid_request"]],
  ["POST", `${DAILY}/rollback`, { job_id: NO_JOB }, [404, "job_not_found"]],
  ["DELETE", `/api/imports/${NO_JOB}/rollback`, undefined, [404, "job_not_found"]],
  ["DELETE", `/api/imports/${NO_JOB}/rollback`, { dry_run: "yes" }, [400, "invalid_request"]],
  ["DELETE", `/api/imports/${NO_JOB}/rollback`, { job_id: OTHER_JOB }, [400, "invalid_request"]],
  ["GET", `/api/imports/${NO_JOB}/batches`, undefined, [404, "job_not_found"]],
  ["GET", `/api/imports/${NO_JOB}/errors`, undefined, [404, "job_not_found"]],
  ["GET", `/api/imports/${NO_JOB}/report`, undefined, [404, "job_not_found"]],
  ["GET", `/api/imports/${NO_JOB}/report?format=pdf`, undefined, [404, "job_not_found"]],
  ["GET", `/api/imports/${NO_JOB}/report?format=odt`, undefined, [400, "invalid_request"]],
  ["GET", `/api/imports/${NO_JOB}/events`, undefined, [404, "job_not_found"]],
  ["GET", `/api/imports/${NO_JOB}/audit`, undefined, [404, "job_not_found"]],
  ["GET", `/api/imports/${NO_JOB}/nonsense`, undefined, [404, "not_found"]],
  ["GET", "/api/imports?limit=0", undefined, [400, "invalid_request"]],
  ["GET", "/api/imports?status=sleeping", undefined, [400, "invalid_request"]],
  ["GET", "/api/imports?cursor=nonsense", undefined, [400, "invalid_cursor"]],
  ["GET", "/api/imports?colour=red", undefined, [400, "invalid_request"]],
  ["POST", `${DAILY}/prepare`, { filename: "../../etc/passwd" }, [422, "file_name_unsafe"]],
  ["POST", `${DAILY}/prepare`, { filename: "missing.zip" }, [404, "file_not_found"]],
  ["POST", `${DAILY}/prepare`, { job_id: "x" }, [404, "job_not_found"]],
  ["GET", "/api/cron/drive", undefined, [401, "unauthorized"]],
] as const)("%s %s with %j is refused", async (method, path, body, refusal) => {
  expect(await refused(await send(method, path, body))).toEqual(refusal)
})

test("an upload that is no ZIP is refused and leaves neither file nor job", async () => {
  const html = { bytes: Buffer.from("<html>sign in</html>"), file_name: full.file_name }
  expect((await refused(await send("POST", `${DAILY}/prepare`, formOf(html))))[0]).toBe(422)
  expect(readdirSync(env.SLUICE_FILES ?? "")).toEqual([])
  expect((await answered(contract.ImportsAnswer, await send("GET", "/api/imports"))).imports).toEqual([])
})

test("a part is answered as a bucket answers one, and its ETag completes the upload", async () => {
  const body = "email\nann@example.org\n"
  const asked = { name: "people.csv", bytes: body.length, keep: false }
  const plan = await answered(contract.PartedUpload, await send("POST", "/api/uploads", asked), 201)
  const [{ number, url = "" } = { number: 0 }] = plan.parts
  const sent = await api(new Request(`http://localhost${url}`, { method: "PUT", body }))
  const etag = sent.headers.get("etag") ?? ""
  expect([sent.status, etag]).toEqual([200, expect.stringMatching(/^"\w+"$/)])
  const complete = await send("POST", `/api/uploads/${plan.upload_id}/complete`, {
    parts: [{ number, etag }],
  })
  const stored = await answered(contract.UploadAnswer, complete)
  const prepared = await send("POST", "/api/import/contacts/prepare", { filename: stored.filename })
  const { job_id } = await answered(contract.PrepareAnswer, prepared, 201)
  const cancel = await send("POST", "/api/import/contacts/control", { job_id, action: "cancel" })
  expect(cancel.status).toBe(200)
})

test("a stored file is listed and its name prepares the import", async () => {
  const form = formOf(full)
  const stored = await answered(contract.UploadAnswer, await send("POST", "/api/uploads", form), 201)
  expect(stored).toMatchObject({ original_name: full.file_name, bytes: full.bytes.length })
  const { uploads } = await answered(contract.UploadsAnswer, await send("GET", "/api/uploads"))
  expect(uploads.map(({ filename }) => filename)).toEqual([stored.filename])
  const request = { filename: stored.filename, options: { dry_run: false } }
  const prepared = await answered(
    contract.PrepareAnswer,
    await send("POST", `${DAILY}/prepare`, request),
    201,
  )
  expect(prepared).toMatchObject({ status: "ready" })
  const again = await answered(contract.PrepareAnswer, await send("POST", `${DAILY}/prepare`, request))
  expect(again.job_id).toBe(prepared.job_id)
})

test("a job is driven, watched, finished, reported and undone over HTTP", async () => {
  const { imports } = await answered(contract.ImportsAnswer, await send("GET", "/api/imports"))
  const jobId = imports[0]?.job_id ?? ""
  expect(await refused(await send("POST", `${DAILY}/finalize`, { job_id: jobId }))).toEqual([
    409,
    "batches_incomplete",
  ])
  expect(await driveToEnd(jobId)).toBeGreaterThan(3)
  const before = await answered(contract.StatusAnswer, await send("GET", `${DAILY}/status/${jobId}`))
  expect(before.actions).toContain("finalize")
  expect(before.overall_progress.percentage).toBe(100)
  const done = await answered(
    contract.FinalizeAnswer,
    await send("POST", `${DAILY}/finalize`, { job_id: jobId }),
  )
  expect(
    await answered(contract.FinalizeAnswer, await send("POST", `${DAILY}/finalize`, { job_id: jobId })),
  ).toEqual(done)
  const after = await answered(contract.StatusAnswer, await send("GET", `${DAILY}/status/${jobId}`))
  expect(after).toMatchObject({
    status: "completed",
    reconciles: true,
    overall_progress: { percentage: 100 },
  })
  await lookAt(jobId)
  await undo(jobId)
})

async function lookAt(jobId: string): Promise<void> {
  const view = (name: string) => send("GET", `/api/imports/${jobId}/${name}`)
  const { batches, next_cursor } = await answered(contract.BatchesAnswer, await view("batches?limit=2"))
  expect(batches).toHaveLength(2)
  const rest = await answered(contract.BatchesAnswer, await view(`batches?limit=500&cursor=${next_cursor}`))
  expect(rest.batches.map((batch) => JSON.stringify(batch))).not.toContain(JSON.stringify(batches[0]))
  const { events } = await answered(contract.AuditAnswer, await view("audit?limit=500"))
  expect(events.map(({ actor }) => actor)).toContain("local")
  const { errors } = await answered(contract.RowErrorsAnswer, await view("errors?limit=500"))
  expect(errors.length).toBeGreaterThan(0)
  const report = await answered(contract.ReportAnswer, await view("report"))
  expect(report.reconciliation.every(({ reconciles }) => reconciles)).toBe(true)
  const counted = Object.values(report.errors_by_code).reduce((sum, count) => sum + count, 0)
  expect(counted).toBe(errors.length)
  expect(report.errors).toEqual(errors)
  expect([report.errors_total, report.errors_listed]).toEqual([errors.length, errors.length])
  await lookAtFiles(jobId, errors)
}

async function lookAtFiles(jobId: string, errors: contract.RowError[]): Promise<void> {
  const file = async (view: string, accept = "*/*") => {
    const url = `http://localhost/api/imports/${jobId}/${view}`
    const response = await api(new Request(url, { headers: { accept } }))
    expect(response.status).toBe(200)
    expect(response.headers.get("content-disposition")).toMatch(/^attachment; filename="[\w.-]+"$/)
    return { type: response.headers.get("content-type"), bytes: new Uint8Array(await response.arrayBuffer()) }
  }
  const linesOf = ({ bytes }: { bytes: Uint8Array }) =>
    new TextDecoder().decode(bytes).trimEnd().split("\r\n")
  for (const csv of [await file("report?format=csv"), await file("report", "text/csv")]) {
    expect(csv.type).toMatch(/^text\/csv/)
    expect(linesOf(csv)[0]).toBe("section,table,operation,name,value,file,line,row,column,message,category")
    expect(linesOf(csv).filter((line) => line.startsWith("error,"))).toHaveLength(errors.length)
  }
  const rows = linesOf(await file("errors", "text/csv"))
  expect(rows[0]).toMatch(/^_table,.+,_line,_column,_error$/)
  expect(rows).toHaveLength(errors.length + 1)
  const pdf = await file("report?format=pdf")
  expect(pdf.type).toBe("application/pdf")
  const { texts, info } = await readPdf(pdf.bytes)
  expect(info.Title).toMatch(/extract \d+ – report$/)
  for (const { code } of errors) expect(texts.join(" ")).toContain(`${code}: `)
}

async function undo(jobId: string): Promise<void> {
  const counted = await answered(
    contract.RollbackAnswer,
    await send("POST", `${DAILY}/rollback`, { job_id: jobId, dry_run: true }),
  )
  expect(counted.rows_removed).toBeGreaterThan(0)
  const path = `/api/imports/${jobId}/rollback`
  for (const asked of [
    await send("DELETE", path, { dry_run: true }),
    await send("DELETE", `${path}?dry_run=true`),
  ]) {
    expect(await answered(contract.RollbackAnswer, asked)).toEqual(counted)
  }
  let undone: contract.RollbackAnswer
  do {
    undone = await answered(contract.RollbackAnswer, await send("DELETE", path))
  } while (!undone.done)
  const { status } = await answered(contract.StatusAnswer, await send("GET", `${DAILY}/status/${jobId}`))
  expect(status).toBe("rolled_back")
}

test("a paused job waits, a cancelled one is closed", async () => {
  const sent = await send("POST", `${DAILY}/prepare`, formOf(update, { allow_gap: true }))
  const { job_id } = await answered(contract.PrepareAnswer, sent, 201)
  const control = (action: string) => send("POST", `${DAILY}/control`, { job_id, action })
  expect(await answered(contract.ControlAnswer, await control("pause"))).toMatchObject({ status: "paused" })
  const waiting = await send("POST", `${DAILY}/process-batch`, { job_id })
  expect(await answered(contract.ProcessBatchAnswer, waiting)).toMatchObject({
    batch_completed: false,
    next_batch: null,
    status: "paused",
  })
  await answered(contract.ControlAnswer, await control("resume"))
  expect(await answered(contract.ControlAnswer, await control("cancel"))).toMatchObject({
    status: "cancelled",
  })
  expect(await refused(await send("POST", `${DAILY}/process-batch`, { job_id }))).toEqual([409, "job_closed"])
  expect(await refused(await control("pause"))).toEqual([409, "illegal_transition"])
})
