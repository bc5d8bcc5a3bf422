import type { Connection, Database } from "../../db/connection.ts"
import { statement } from "../../db/statement.ts"
import { hindranceOf } from "../../errors.ts"
import { retryOnConflict, wasOvertaken } from "../jobs/patience.ts"
import type { Claim } from "./claim.ts"

type Held = Pick<Claim, "job_id" | "lease_token">

/** Batches that could not even be given back, by the database they are in: they were not tried, so it must not count as an attempt. */
const owed = new WeakMap<Database, Held[]>()

/** Gives back the batches of a stride that nothing is wrong with, as if nobody had tried them; as soon as that can be written. */
export async function giveBack(
  connection: Connection,
  { job_id, lease_token }: Held,
  db: Database,
): Promise<void> {
  const held = { job_id, lease_token }
  try {
    await release(connection, held)
  } catch (error) {
    if (hindranceOf(error) === null && !wasOvertaken(error)) throw error
    owed.set(db, [...(owed.get(db) ?? []), held])
  }
}

/** Gives back what this process still owes of a job, before more of it is taken. */
export async function settleOwed(connection: Connection, job_id: string, db: Database): Promise<void> {
  const all = owed.get(db) ?? []
  const mine = all.filter((held) => held.job_id === job_id)
  if (mine.length === 0) return
  for (const held of mine) {
    try {
      await release(connection, held)
    } catch (error) {
      // Somebody else is at them, or at their row.
      if (!wasOvertaken(error)) throw error
      continue
    }
    owed.set(
      db,
      (owed.get(db) ?? []).filter((one) => one !== held),
    )
  }
}

/** Does nothing once somebody else has taken them over. */
function release(connection: Connection, held: Held): Promise<number> {
  return retryOnConflict(() => connection.run(statement("batches/release"), { ...held, not_before: null }))
}
