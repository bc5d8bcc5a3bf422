import { endpoints } from "../../../lib/contract/endpoints.ts"
import { liveEffects } from "../../../lib/effects.ts"
import { wantsCsv } from "../../../lib/http/csv.ts"
import { reportCsv, rowErrorsCsv } from "../../../lib/http/downloads.ts"
import { oneOf, route } from "../../../lib/http/route.ts"
import { listAudit, listBatches, listRowErrors } from "../../../lib/import/listings.ts"
import { jobReport } from "../../../lib/import/report.ts"
import { rollbackJob } from "../../../lib/import/rollback.ts"

/** What is known of one import. */
export const GET = oneOf(
  route(endpoints.batches, liveEffects, ({ params, query, effects }) =>
    listBatches({ ...params, ...query }, effects),
  ),
  route(endpoints.audit, liveEffects, ({ params, query, effects }) =>
    listAudit({ ...params, ...query }, effects),
  ),
  route(endpoints.rowErrors, liveEffects, ({ request, params, query, effects }) => {
    const page = (more: { cursor?: string }) => listRowErrors({ ...params, ...query, ...more }, effects)
    return wantsCsv(request) ? rowErrorsCsv(params.job_id, page) : page({})
  }),
  route(endpoints.report, liveEffects, async ({ request, params, query, effects }) => {
    const report = await jobReport(params, effects)
    return query.format === "csv" || wantsCsv(request) ? reportCsv(report) : report
  }),
)

/** Undoes an import. */
export const DELETE = route(endpoints.deleteRollback, liveEffects, ({ params, query, actor, effects }) =>
  rollbackJob({ ...params, ...query, actor }, effects),
)
