import { endpoints } from "../../../lib/contract/endpoints.ts"
import { liveEffects } from "../../../lib/effects.ts"
import { wantsCsv } from "../../../lib/http/csv.ts"
import { reportCsv, reportPdf, rowErrorsCsv } from "../../../lib/http/downloads.ts"
import { oneOf, route } from "../../../lib/http/route.ts"
import { undoInput } from "../../../lib/http/undo-input.ts"
import { rowErrorFile } from "../../../lib/import/error-file.ts"
import { listAudit, listBatches, listRowErrors } from "../../../lib/import/listings.ts"
import { jobReport, reportFile } from "../../../lib/import/report.ts"
import { rollbackJob } from "../../../lib/import/rollback.ts"

/** What is known of one import. */
export const GET = oneOf(
  route(endpoints.batches, liveEffects, ({ params, query, actor, effects }) =>
    listBatches({ ...params, ...query, actor }, effects),
  ),
  route(endpoints.audit, liveEffects, ({ params, query, actor, effects }) =>
    listAudit({ ...params, ...query, actor }, effects),
  ),
  route(endpoints.rowErrors, liveEffects, async ({ request, params, query, actor, effects }) => {
    if (!wantsCsv(request)) return listRowErrors({ ...params, ...query, actor }, effects)
    return rowErrorsCsv(params.job_id, await rowErrorFile({ ...params, ...query, actor }, effects))
  }),
  route(endpoints.report, liveEffects, async ({ request, params, query, actor, effects }) => {
    if (query.format === "json" && !wantsCsv(request))
      return jobReport({ ...params, ...query, actor }, effects)
    const file = await reportFile({ ...params, actor }, effects)
    if (query.format !== "pdf") return reportCsv(file)
    // Loaded when it is asked for: setting type needs more code than all the other views together.
    const { pdfReport } = await import("../../../lib/report/pdf.ts")
    return reportPdf(params.job_id, pdfReport(file, effects.clock.now()))
  }),
)

/** Undoes an import, or tells what that would do. */
export const DELETE = route(endpoints.deleteRollback, liveEffects, ({ effects, ...asked }) =>
  rollbackJob(undoInput(asked), effects),
)
