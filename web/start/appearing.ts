import { endpoints } from "../../lib/contract/endpoints.ts"
import { call } from "../client/call.ts"
import { wait } from "../client/wait.ts"

const LOOK_EVERY_MS = 600

/**
 * The job that shows up while its first call still reads the source, so that its page can be shown meanwhile.
 * Never settles when there is none.
 */
export async function appearing(dataset: string, prepared: Promise<unknown>): Promise<string> {
  let open = true
  const over = () => {
    open = false
  }
  prepared.then(over, over)
  const known = new Set(await idsOf(dataset))
  while (open) {
    await wait(LOOK_EVERY_MS)
    const fresh = open && (await idsOf(dataset)).find((id) => !known.has(id))
    if (fresh) return fresh
  }
  return new Promise(() => {})
}

async function idsOf(dataset: string): Promise<string[]> {
  const query = { dataset, status: "preparing", limit: 5 }
  const { imports } = await call(endpoints.imports, { query }).catch(() => ({ imports: [] }))
  return imports.map(({ job_id }) => job_id)
}
