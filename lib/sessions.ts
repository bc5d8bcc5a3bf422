import { type Clock, nowOf } from "./clock.ts"
import { classifyError, type ErrorKind } from "./db/classify.ts"
import type { Database } from "./db/connection.ts"
import { outlast } from "./db/patience.ts"
import { statement } from "./db/statement.ts"

/** A session that begins: by the hash of its id, of a key, until when (ISO 8601, UTC). */
export interface NewSession {
  id_hash: string
  key_name: string
  fingerprint: string
  ends_at: string
}

const SEEN_EVERY_MS = 300_000
/** For these nobody is turned away who came for something else. */
const PASSED_OVER: readonly ErrorKind[] = ["conflict", "full", "restarting"]

/** Who is signed in, as every instance knows it. */
export function createSessions(db: Database, clock: Clock) {
  const write = (name: string, values: Record<string, string>) =>
    db.use((connection) => connection.run(statement(name), values))
  /** What nobody waits for, and where whoever is faster has said the same. */
  const inPassing = async (name: string, values: Record<string, string>) => {
    try {
      await write(name, values)
    } catch (error) {
      if (!PASSED_OVER.includes(classifyError(error))) throw error
    }
  }
  return {
    /** Those that have ended by themselves go. */
    async open(session: NewSession): Promise<void> {
      const now = nowOf({ clock })
      await inPassing("sessions/sweep", { now })
      await write("sessions/open", { ...session, made_at: now })
    },
    /** The fingerprint of the key a session is of; null for one that is over or never was. */
    async find(id_hash: string): Promise<string | null> {
      const [found] = await db.use((connection) =>
        connection.rows<{ fingerprint: string; last_seen_at: string }>(statement("sessions/find"), {
          id_hash,
          now: nowOf({ clock }),
        }),
      )
      if (!found) return null
      if (clock.now() - Date.parse(found.last_seen_at) > SEEN_EVERY_MS) {
        await inPassing("sessions/see", { id_hash, now: nowOf({ clock }) })
      }
      return found.fingerprint
    },
    async end(id_hash: string): Promise<void> {
      await outlast(() => write("sessions/end", { id_hash }), { clock })
    },
  }
}
