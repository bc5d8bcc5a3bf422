const KEY = "sluice-driver"

let id = ""

/** What this tab calls itself when it asks for batches; the same over reloads. */
export function driverId(): string {
  return id
}

export function driverHeaders(): Record<string, string> {
  return { "x-sluice-driver": id, "x-sluice-driver-label": "browser tab" }
}

/**
 * Settles the tab's id. A duplicated tab starts with a copy of the other's storage, so the id is held by a lock
 * as long as the tab lives; who finds it taken makes one of its own.
 */
export async function settleDriverId(): Promise<void> {
  id = sessionStorage.getItem(KEY) ?? crypto.randomUUID()
  if (!(await hold(id))) {
    id = crypto.randomUUID()
    await hold(id)
  }
  sessionStorage.setItem(KEY, id)
}

function hold(wanted: string): Promise<boolean> {
  if (!("locks" in navigator)) return Promise.resolve(true)
  return new Promise((settled) => {
    void navigator.locks.request(`${KEY} ${wanted}`, { ifAvailable: true }, (lock) => {
      settled(lock !== null)
      return lock === null ? undefined : new Promise(() => {})
    })
  })
}
