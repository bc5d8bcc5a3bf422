import { type DriveEffects, standingOf } from "../../lib/contract/drive-job.ts"
import { endpoints } from "../../lib/contract/index.ts"
import { isProblem, problem } from "../../lib/errors.ts"
import { pauseFor } from "../command/interrupt.ts"
import type { Driving } from "./context.ts"

/** Ctrl-C pauses the import, and the loop ends by that. */
export const NEVER = new AbortController().signal

/** The calls of the loop that drives, which the page has as well; here each is patient by itself. */
export function effectsOf(
  { api, dataset, acceptFailed, interrupt, view }: Driving,
  job_id: string,
): DriveEffects {
  const params = { dataset }
  const body = { job_id }
  return {
    prepare: () => api.call(endpoints.prepare, { params, body }),
    processBatch: () => api.call(endpoints.processBatch, { params, body }),
    finalize() {
      view.show({ done: 1, total: 1, text: "checking the counts" })
      return api.call(endpoints.finalize, { params, body: { job_id, accept_failed: acceptFailed } })
    },
    accept_failed: acceptFailed,
    async rollback() {
      const detail =
        "The import is being taken back. Let whoever does so come to the end, or go on with it: npm run rollback."
      throw problem(409, "import_in_progress", detail, { job_id })
    },
    look: async () => standingOf(await api.call(endpoints.status, { params: { dataset, job_id } })),
    wait: (ms) => pauseFor(ms, interrupt.signal),
    backOff: () => 0,
    isTransient: () => false,
    codeOf: (error) => (isProblem(error) ? error.code : null),
    lost() {},
    found() {},
  }
}
