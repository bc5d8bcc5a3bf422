import { AsyncLocalStorage } from "node:async_hooks"

/** What was sent to the database: a script of several statements sent in one call is one trip. */
export interface Meter {
  trips: number
  statements: number
}

const meters = new AsyncLocalStorage<Meter>()

/** Runs `work` and tells how many round trips to the database it made, and with how many statements. */
export async function metered<T>(work: () => Promise<T>): Promise<Meter & { value: T }> {
  const meter = { trips: 0, statements: 0 }
  const value = await meters.run(meter, work)
  return { value, ...meter }
}

/** Counts one round trip and the statements it carries. */
export function countTrip(statements: number): void {
  const meter = meters.getStore()
  if (!meter) return
  meter.trips += 1
  meter.statements += statements
}
