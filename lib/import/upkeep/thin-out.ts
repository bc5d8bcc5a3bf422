import { DAY_MS, isoTime } from "../../clock.ts"
import { transaction } from "../../db/connection.ts"
import { statement } from "../../db/statement.ts"
import { isShortOf } from "../../deadline.ts"
import type { Effects } from "../../effects.ts"
import { keepLost } from "../../engine/closing/lost-rows.ts"
import { outlastConflicts } from "../../engine/jobs/patience.ts"

/** Of the newest extracts all is kept, however old they are: they are what may have to be taken back. */
const KEPT_EXTRACTS = 30
/** So are so many runs of each feed. */
const KEPT_RUNS = 30
const JOBS_A_STRIDE = 20
/** A stride takes as long at the most. */
const STRIDE_SECONDS = 2

interface Expired {
  job_id: string
}

const FIRST = ["delete_deliveries", "delete_runs", "expired"]
const STATEMENTS = [
  "count_errors",
  "delete_errors",
  "empty_settled",
  "delete_undo",
  "sum_batches",
  "delete_batches",
]

/**
 * Removes of imports that ended more than `SLUICE_KEEP_JOBS_DAYS` ago what only taking them back and looking closely at them need:
 * undo records, single row errors and single batches. What they did, in numbers, and who did it stay. As old runs of feeds and deliveries go
 * whole. Safe to run again, and for several at once; answers of how many imports.
 */
export async function thinOut(effects: Effects): Promise<number> {
  let thinned = 0
  for (;;) {
    if (isShortOf(effects, STRIDE_SECONDS)) return thinned
    const done = await outlastConflicts(() => thinOutSome(effects), effects)
    thinned += done
    if (done < JOBS_A_STRIDE) return thinned
  }
}

function thinOutSome({ db, clock, config }: Effects): Promise<number> {
  return db.use(async (connection) => {
    const expired = await connection.rows<Expired>(
      FIRST.map((name) => statement(`retention/${name}`)).join(";\n"),
      {
        before: isoTime(clock.now() - config.keep_jobs_days * DAY_MS),
        kept_runs: KEPT_RUNS,
        kept_extracts: KEPT_EXTRACTS,
        limit: JOBS_A_STRIDE,
      },
    )
    if (expired.length === 0) return 0
    await transaction(connection, async () => {
      const marking = { jobs: idsOf(expired), now: isoTime(clock.now()) }
      const jobs = idsOf(await connection.rows<Expired>(statement("retention/mark"), marking))
      await keepLost(connection, jobs)
      await connection.run(STATEMENTS.map((name) => statement(`retention/${name}`)).join(";\n"), { jobs })
    })
    return expired.length
  })
}

const idsOf = (jobs: readonly Expired[]) => JSON.stringify(jobs.map(({ job_id }) => job_id))
