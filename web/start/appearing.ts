import { endpoints } from "../../lib/contract/endpoints.ts"
import { call } from "../client/call.ts"
import { wait } from "../client/wait.ts"

const LOOK_EVERY_MS = 600

const MOST_LOOKED_AT = 50

/**
 * The job that shows up beside those that are known while its first call still reads the source, so that its page can be shown meanwhile.
 * Never settles when there is none.
 */
export async function appearing(
  dataset: string,
  known: ReadonlySet<string>,
  prepared: Promise<unknown>,
): Promise<string> {
  let open = true
  const over = () => {
    open = false
  }
  prepared.then(over, over)
  while (open) {
    await wait(LOOK_EVERY_MS)
    const fresh = open && [...(await beingPrepared(dataset))].find((id) => !known.has(id))
    if (fresh) return fresh
  }
  return new Promise(() => {})
}

/** The jobs of a dataset whose source is being read; none where that cannot be asked. */
export async function beingPrepared(dataset: string): Promise<ReadonlySet<string>> {
  const query = { dataset, status: "preparing", limit: MOST_LOOKED_AT }
  const { imports } = await call(endpoints.imports, { query }).catch(() => ({ imports: [] }))
  return new Set(imports.map(({ job_id }) => job_id))
}
