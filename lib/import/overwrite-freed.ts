import type { Connection } from "../db/connection.ts"
import { statement } from "../db/statement.ts"
import type { Effects } from "../effects.ts"

const BYTES_A_ROW = 16
/** A filling that leaves blocks free is made larger. */
const MOST_TRIES = 5

/**
 * Writes down that rows are empty, deletes them, and writes over what was freed, so that nothing of them is left in the database's
 * file. Elsewhere the file is the provider's: there it only deletes.
 */
export async function overwriteFreed(
  connection: Connection,
  { db }: Pick<Effects, "db">,
  remove: () => Promise<void>,
): Promise<void> {
  if (db.remote) return remove()
  const writeDown = () => connection.run("checkpoint")
  await writeDown()
  await remove()
  await writeDown()
  let rows = 0
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    const free = await freeBytes(connection)
    if (free === 0) break
    rows += Math.ceil(free / BYTES_A_ROW)
    await connection.run(statement("forget/fill"), { rows })
    await writeDown()
  }
  await connection.run(statement("forget/empty"))
  await writeDown()
}

async function freeBytes(connection: Connection): Promise<number> {
  const [size] = await connection.rows<{ free_blocks: number; block_size: number }>(statement("forget/size"))
  return (size?.free_blocks ?? 0) * (size?.block_size ?? 0)
}
