import { expect, test } from "vitest"
import { statement } from "../../lib/db/statement.ts"
import { processBatch } from "../../lib/import/process-batch.ts"
import { dataset, prepare } from "../support/drive.ts"
import { smallFull } from "../support/handmade.ts"
import type { Lab } from "../support/lab.ts"
import { ownLab } from "../support/own-lab.ts"

const lab = ownLab()

/** The database, in which another transaction always was at the batch before. */
function overtaking({ db }: Lab["effects"]): Lab["effects"]["db"] {
  const refuse = (sql: string) => {
    if (sql === statement("batches/get")) throw new Error("TransactionContext Error: Conflict on update!")
  }
  return {
    ...db,
    use: (work) =>
      db.use((connection) =>
        work({
          ...connection,
          async run(sql, values) {
            refuse(sql)
            return connection.run(sql, values)
          },
          async rows(sql, values) {
            refuse(sql)
            return connection.rows(sql, values)
          },
        }),
      ),
  }
}

test("a call that others overtake again and again says that it waits, and nothing is lost", async () => {
  const { answer } = await prepare(lab, await smallFull(3))
  const call = { dataset, job_id: answer.job_id, driver: { id: "late", label: "CLI" } }
  const effects = { ...lab.effects, db: overtaking(lab.effects) }
  const named = { ...call, table_name: "enterprise", batch_number: 1, operation: "insert" as const }
  expect(await processBatch(named, effects)).toMatchObject({
    batch_completed: false,
    status: "waiting",
    error: { code: "busy_elsewhere", retryable: true },
  })
  expect(await processBatch(call, lab.effects)).toMatchObject({ batch_completed: true })
})
