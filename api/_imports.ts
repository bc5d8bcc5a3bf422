import { endpoints } from "../lib/contract/endpoints.ts"
import { liveEffects } from "../lib/effects.ts"
import { wantsCsv } from "../lib/http/csv.ts"
import { reportCsv, reportPdf, rowErrorsCsv, rowErrorsXlsx } from "../lib/http/downloads.ts"
import { route } from "../lib/http/route.ts"
import { wantsXlsx } from "../lib/http/xlsx.ts"
import { checkRows } from "../lib/import/check.ts"
import { listAudit, listBatches, listImports, listRowErrors } from "../lib/import/listings.ts"
import { rowErrorFile } from "../lib/import/mending/error-file.ts"
import { jobReport, reportFile } from "../lib/import/report.ts"
import { driveLeftBehind } from "./_background.ts"

export const imports = route(endpoints.imports, liveEffects, async ({ query, actor, effects }) => {
  const answer = await listImports({ ...query, actor }, effects)
  driveLeftBehind(effects)
  return answer
})

export const batches = route(endpoints.batches, liveEffects, ({ params, query, actor, effects }) =>
  listBatches({ ...params, ...query, actor }, effects),
)

export const audit = route(endpoints.audit, liveEffects, ({ params, query, actor, effects }) =>
  listAudit({ ...params, ...query, actor }, effects),
)

export const rowErrors = route(endpoints.rowErrors, liveEffects, async (call) => {
  const { request, params, query, actor, effects } = call
  const asWorkbook = wantsXlsx(request)
  if (!asWorkbook && !wantsCsv(request)) return listRowErrors({ ...params, ...query, actor }, effects)
  const file = await rowErrorFile({ ...params, ...query, actor, unmasked: actor.role !== "viewer" }, effects)
  return asWorkbook ? rowErrorsXlsx(params.job_id, file) : rowErrorsCsv(params.job_id, file)
})

export const report = route(endpoints.report, liveEffects, async (call) => {
  const { request, params, query, actor, effects } = call
  if (query.format === "json" && !wantsCsv(request)) return jobReport({ ...params, ...query, actor }, effects)
  const file = await reportFile({ ...params, actor }, effects)
  if (query.format !== "pdf") return reportCsv(file)
  // Loaded when it is asked for: setting type needs more code than all the other views together.
  const { pdfReport } = await import("../lib/report/pdf.ts")
  return reportPdf(params.job_id, pdfReport(file, effects.clock.now()))
})

export const check = route(endpoints.check, liveEffects, ({ params, actor, effects }) =>
  checkRows({ ...params, actor }, effects),
)
