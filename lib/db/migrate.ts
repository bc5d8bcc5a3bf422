import { problem } from "../errors.ts"
import { type Connection, type Database, transaction } from "./connection.ts"
import { statement, statementNames } from "./statement.ts"

export interface Migration {
  version: number
  name: string
}

const CREATE_TABLE = "migrations/0000_schema_migrations"

/** The migrations the code carries, in order: sql/migrations/NNNN_name.sql. */
function knownMigrations(): Migration[] {
  return statementNames()
    .filter((name) => name.startsWith("migrations/") && name !== CREATE_TABLE)
    .map((name) => ({ version: Number(name.slice(11, 15)), name: name.slice(11) }))
}

/** The newest version the code knows. */
export function codeVersion(): number {
  return knownMigrations().at(-1)?.version ?? 0
}

/**
 * Applies every migration the database does not have, each in a transaction of its own with its version
 * row first, so that two migrators collide early. Answers those applied; none when it is up to date.
 * Throws Problem 503 `schema_newer` when the database is ahead of the code.
 */
export async function migrate(db: Database, now: () => string): Promise<Migration[]> {
  return db.use(async (connection) => {
    await connection.run(statement(CREATE_TABLE))
    const version = await versionOf(connection)
    assertNotNewer(version)
    const pending = knownMigrations().filter((migration) => migration.version > version)
    for (const migration of pending) await apply(connection, migration, now())
    return pending
  })
}

async function apply(connection: Connection, migration: Migration, now: string): Promise<void> {
  await transaction(connection, async () => {
    await connection.run(statement("schema/record"), { ...migration, now })
    await connection.run(statement(`migrations/${migration.name}`))
  })
}

/** The newest version applied; 0 on a database without any. */
export async function versionOf(connection: Connection): Promise<number> {
  const [found] = await connection.rows<{ tables: number }>(statement("schema/exists"))
  if (!found?.tables) return 0
  const [row] = await connection.rows<{ version: number }>(statement("schema/version"))
  return row?.version ?? 0
}

/** Throws Problem 503 unless the database is exactly at the code's version, naming both. */
export async function assertSchemaCurrent(db: Database): Promise<void> {
  const version = await db.use(versionOf)
  assertNotNewer(version)
  if (version === codeVersion()) return
  throw problem(
    503,
    "schema_outdated",
    `The database is at schema version ${version}, this code needs ${codeVersion()}. Run: npm run migrate`,
  )
}

function assertNotNewer(version: number): void {
  if (version <= codeVersion()) return
  throw problem(
    503,
    "schema_newer",
    `The database is at schema version ${version}, this code knows ${codeVersion()}. Run the newer release.`,
  )
}
