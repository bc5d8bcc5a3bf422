import type { Endpoint } from "../../lib/contract/endpoints.ts"
import type { StatusAnswer } from "../../lib/contract/status.ts"
import { call } from "../client/call.ts"
import { type Action, useAction } from "../client/use-action.ts"

interface JobAction extends Omit<Action, "run"> {
  /** Calls an endpoint with the import's id beside the body, and has the status read whatever came of it. False when it was refused. */
  ask(endpoint: Endpoint, body?: object): Promise<boolean>
}

/** What a person asks of an import. */
export function useJobAction(
  { job_id, dataset }: Pick<StatusAnswer, "job_id" | "dataset">,
  refresh: () => Promise<unknown>,
): JobAction {
  const { run, ...action } = useAction()
  const ask = (endpoint: Endpoint, body: object = {}) =>
    run(async () => {
      try {
        await call(endpoint, { params: { dataset }, body: { job_id, ...body } })
      } catch (error) {
        void refresh()
        throw error
      }
      await refresh()
    })
  return { ...action, ask }
}
