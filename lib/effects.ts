import { type Clock, nowOf, systemClock } from "./clock.ts"
import { type Config, readConfig } from "./config.ts"
import { type Database, openDatabase } from "./db/connection.ts"
import { assertSchemaCurrent, migrate } from "./db/migrate.ts"
import { statement } from "./db/statement.ts"
import { createEmbedder, type Embedder } from "./embeddings/index.ts"
import type { Emit } from "./events.ts"
import { type FailAt, failPointOf } from "./fail-points.ts"
import { createLog } from "./log.ts"
import { createMailer, type Mailer } from "./notify/index.ts"
import { createRefusalLog, type RefusalLine } from "./refusal-log.ts"
import { createSessions } from "./sessions.ts"
import { openStore } from "./store/store.ts"
import type { FileStore } from "./store/stored.ts"

/** What the verbs act on, handed in as their last argument. */
export interface Effects {
  db: Database
  store: FileStore
  config: Config
  sessions: ReturnType<typeof createSessions>
  clock: Clock
  /** When the call these are for has to be over, in milliseconds of the clock; a command and a server have no end. */
  deadline?: number | undefined
  emit: Emit
  embedder: Embedder
  /** Null without a server to send by. */
  mail: Mailer | null
  /** Named places where a test can make the process die. */
  failAt: FailAt
}

let live: Promise<Effects> | undefined

/**
 * The process's own effects, put together once; a failure is not remembered, so the next call tries again.
 * A command that wants them otherwise says how before anyone else asks for them.
 */
export function liveEffects(open = () => openEffects(readConfig())): Promise<Effects> {
  live ??= open().catch((error: unknown) => {
    live = undefined
    throw error
  })
  return live
}

/** Opens database and store as the configuration says. Throws Problem 503 when the schema is not current. */
export async function openEffects(config: Config, clock: Clock = systemClock): Promise<Effects> {
  return openWith(config, clock, assertSchemaCurrent)
}

/** The same on a database that may be new or older: it is brought up to date. Throws Problem 503 `schema_newer`. */
export async function openMigrated(config: Config, clock: Clock = systemClock): Promise<Effects> {
  return openWith(config, clock, (db) => migrate(db, () => nowOf({ clock })))
}

async function openWith(
  config: Config,
  clock: Clock,
  makeReady: (db: Database) => Promise<unknown>,
): Promise<Effects> {
  const db = await openDatabase(config.database, {
    memoryBudgetMb: config.memory_budget_mb,
    latencyMs: config.statement_latency_ms,
    motherduckToken: config.motherduck_token ?? undefined,
  })
  try {
    await makeReady(db)
    return await effectsOn(db, config, clock)
  } catch (error) {
    // Held open, the file would be nobody else's until the process ends.
    db.close()
    throw error
  }
}

async function effectsOn(db: Database, config: Config, clock: Clock): Promise<Effects> {
  const store = await openStore(config, clock)
  const log = createLog({ level: config.log_level, clock })
  const refusals = createRefusalLog({ write: (line) => recordRefusal(db, line), clock, emit: log })
  const emit: Emit = (event) => {
    log(event)
    refusals(event)
  }
  const embedder = createEmbedder(config, clock)
  const mail = createMailer(config)
  const sessions = createSessions(db, clock)
  return { db, store, config, sessions, clock, emit, embedder, mail, failAt: failPointOf(config.fail_at) }
}

/** On a connection of its own: whoever is refused does not wait for it. */
function recordRefusal(db: Database, line: RefusalLine): Promise<number> {
  const values = { ...line, job_id: null, from: null, to: null }
  return db.use((connection) => connection.run(statement("jobs/audit"), values))
}
