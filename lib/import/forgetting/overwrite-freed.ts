import type { Connection } from "../../db/connection.ts"
import { statement } from "../../db/statement.ts"
import type { Effects } from "../../effects.ts"

const BYTES_A_ROW = 16
/** A filling that leaves freed blocks as they are is made larger. */
const MOST_TRIES = 5

interface Size {
  total_blocks: number
  free_blocks: number
  block_size: number
}

/**
 * Writes over what was freed in the database's file, so that nothing of deleted rows is left in it. False where that could not be
 * done: call again. Elsewhere the file is the provider's, and nothing is done.
 */
export async function overwriteFreed(connection: Connection, { db }: Pick<Effects, "db">): Promise<boolean> {
  if (db.remote) return true
  await connection.run("checkpoint")
  const before = await sizeOf(connection)
  let rows = 0
  let done = false
  for (let tries = 0; tries < MOST_TRIES && !done; tries += 1) {
    const { free_blocks, block_size } = await sizeOf(connection)
    rows += Math.ceil(((free_blocks + 1) * block_size) / BYTES_A_ROW)
    await connection.run(statement("forget/fill"), { rows })
    await connection.run("checkpoint")
    // A file grows only when none of its blocks is free.
    done = (await sizeOf(connection)).total_blocks > before.total_blocks
  }
  await connection.run(statement("forget/empty"))
  await connection.run("checkpoint")
  return done
}

async function sizeOf(connection: Connection): Promise<Size> {
  const [size] = await connection.rows<Size>(statement("forget/size"))
  return size ?? { total_blocks: 0, free_blocks: 0, block_size: 0 }
}
