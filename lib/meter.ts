import { AsyncLocalStorage } from "node:async_hooks"

interface Meter {
  statements: number
}

const meters = new AsyncLocalStorage<Meter>()

/** Runs `work` and tells how many round trips to the database it made. */
export async function metered<T>(work: () => Promise<T>): Promise<{ value: T; statements: number }> {
  const meter = { statements: 0 }
  const value = await meters.run(meter, work)
  return { value, statements: meter.statements }
}

/** Counts one round trip; a script of several statements sent in one call is one. */
export function countStatement(): void {
  const meter = meters.getStore()
  if (meter) meter.statements += 1
}
