import type { Connection, Database } from "../../db/connection.ts"

/** A few connections that work is handed out to, in the order it asks. */
export interface Lanes {
  readonly connections: readonly Connection[]
  /** Runs `work` on the next free connection. */
  run<T>(work: (connection: Connection) => Promise<T>): Promise<T>
  close(): void
}

export async function openLanes(db: Database, count: number): Promise<Lanes> {
  const connections = await Promise.all(Array.from({ length: count }, () => db.connect()))
  const free = [...connections]
  const waiting: ((connection: Connection) => void)[] = []
  const release = (connection: Connection) => {
    const next = waiting.shift()
    if (next) next(connection)
    else free.push(connection)
  }
  return {
    connections,
    async run(work) {
      const connection = free.pop() ?? (await new Promise<Connection>((resolve) => waiting.push(resolve)))
      try {
        return await work(connection)
      } finally {
        release(connection)
      }
    },
    close() {
      for (const connection of connections) connection.close()
    },
  }
}
