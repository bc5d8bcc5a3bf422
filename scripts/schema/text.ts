import { type Database, openDatabase } from "../../lib/db/connection.ts"
import { migrate } from "../../lib/db/migrate.ts"
import { expression, statement } from "../../lib/db/statement.ts"

const HEAD = `-- The schema of a fresh database: every table, view and macro. Written by: npm run schema:dump
-- It is here to be read; sql/migrations/ is what makes and changes databases.
`

/** The schema all migrations together make, as text: always the same bytes for the same migrations. */
export async function freshSchemaText(): Promise<string> {
  const db = await openDatabase(":memory:")
  try {
    await migrate(db, () => new Date(0).toISOString())
    return await schemaTextOf(db)
  } finally {
    db.close()
  }
}

/** The schema of a database as text, tables first, each in the order of names. */
export async function schemaTextOf(db: Database): Promise<string> {
  const rows = await db.use((connection) =>
    connection.rows<{ sql: string }>(statement("schema/dump", { comments: expression("schema/comments") })),
  )
  return [HEAD, ...rows.map(({ sql }) => `${laidOut(sql)}\n`)].join("\n")
}

/** A table with each column on a line of its own, so that a difference is seen where it is. */
function laidOut(sql: string): string {
  const table = /^(CREATE TABLE \S+?)\((.*)\);$/s.exec(sql)
  if (!table) return sql.replace(/ (AS TABLE|AS) SELECT /, " $1\n  SELECT ").replace(" WHERE ", "\n  WHERE ")
  const [, head = "", columns = ""] = table
  return `${head} (\n${topLevelParts(columns)
    .map((part) => `  ${part}`)
    .join(",\n")}\n);`
}

/** Splits at the commas that are neither within parentheses nor within quotes. */
function topLevelParts(text: string): string[] {
  const parts: string[] = []
  let depth = 0
  let quoted = false
  let from = 0
  for (let i = 0; i < text.length; i += 1) {
    const character = text[i]
    if (character === "'") quoted = !quoted
    if (quoted) continue
    if (character === "(") depth += 1
    if (character === ")") depth -= 1
    if (character !== "," || depth > 0) continue
    parts.push(text.slice(from, i).trim())
    from = i + 1
  }
  return [...parts, text.slice(from).trim()]
}
