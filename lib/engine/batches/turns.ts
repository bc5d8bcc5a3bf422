const busy = new Set<string>()

/** Tables that nobody else in this process changes, until they are given back. */
export interface Turn {
  /** Those of the asked for that somebody else is at. */
  busy: string[]
  end(): void
}

/**
 * Takes those tables that nobody in this process is at. Strides of a keyed table would only collide with one another;
 * those of other processes still do, and try again.
 */
export function takeTurn(tables: readonly string[]): Turn {
  const taken = tables.filter((table) => !busy.has(table))
  for (const table of taken) busy.add(table)
  return {
    busy: tables.filter((table) => !taken.includes(table)),
    end() {
      for (const table of taken.splice(0)) busy.delete(table)
    },
  }
}
