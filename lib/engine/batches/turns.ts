const last = new Map<string, Promise<unknown>>()

/**
 * Runs `work` when all work of the same name that was asked for before has ended, in this process. Batches of a keyed
 * table would only collide with one another; those of other processes still do, and try again.
 */
export async function inTurn<T>(name: string, work: () => Promise<T>): Promise<T> {
  const before = last.get(name) ?? Promise.resolve()
  const mine = before.then(work, work)
  const settled = mine.catch(() => {})
  last.set(name, settled)
  try {
    return await mine
  } finally {
    if (last.get(name) === settled) last.delete(name)
  }
}
