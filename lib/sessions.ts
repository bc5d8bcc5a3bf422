import { type Clock, nowOf } from "./clock.ts"
import { classifyError, type ErrorKind } from "./db/classify.ts"
import type { Database } from "./db/connection.ts"
import { statement } from "./db/statement.ts"

/** A session that begins: by the hash of its id, of a key, until when (ISO 8601, UTC). */
export interface NewSession {
  id_hash: string
  key_name: string
  fingerprint: string
  ends_at: string
}

const SEEN_EVERY_MS = 300_000
/** For these nobody who only reads is turned away. */
const PASSED_OVER: readonly ErrorKind[] = ["conflict", "full", "restarting"]

/** Who is signed in, as every instance knows it. */
export function createSessions(db: Database, clock: Clock) {
  /** For whoever looks up who was here; nobody waits for it, and whoever is faster has said the same. */
  const see = async (id_hash: string) => {
    try {
      await db.use((connection) =>
        connection.run(statement("sessions/see"), { id_hash, now: nowOf({ clock }) }),
      )
    } catch (error) {
      if (!PASSED_OVER.includes(classifyError(error))) throw error
    }
  }
  return {
    /** Those that have ended by themselves go. */
    async open(session: NewSession): Promise<void> {
      const now = nowOf({ clock })
      await db.use(async (connection) => {
        await connection.run(statement("sessions/sweep"), { now })
        await connection.run(statement("sessions/open"), { ...session, made_at: now })
      })
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
      if (clock.now() - Date.parse(found.last_seen_at) > SEEN_EVERY_MS) await see(id_hash)
      return found.fingerprint
    },
    async end(id_hash: string): Promise<void> {
      await db.use((connection) => connection.run(statement("sessions/end"), { id_hash }))
    },
  }
}
