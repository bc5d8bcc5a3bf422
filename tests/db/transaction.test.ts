import { expect, test } from "vitest"
import { rollBack } from "../../lib/db/connection.ts"
import { sharedLab } from "../support/own-lab.ts"

const lab = sharedLab()

test("a transaction is taken back although interrupts come all the while", async () => {
  await lab.run("create table numbers as select range as n from range(10_000)")
  await lab.effects.db.use(async (connection) => {
    for (let times = 0; times < 10; times += 1) {
      await connection.run("begin transaction; update numbers set n = n + 1")
      let over = false
      const taken = rollBack(connection).finally(() => {
        over = true
      })
      while (!over) {
        connection.interrupt()
        await new Promise((resolve) => setImmediate(resolve))
      }
      await taken
      expect(await connection.rows("select sum(n)::integer as sum from numbers")).toEqual([
        { sum: 49_995_000 },
      ])
    }
  })
})
