import { expect, test } from "vitest"
import type { Connection } from "../../lib/db/connection.ts"
import { sharedLab } from "../support/own-lab.ts"

const lab = sharedLab()

const on = <T>(work: (connection: Connection) => Promise<T>) => lab.effects.db.use(work)

test("every statement of a script takes the values it names, and the last one answers", async () => {
  const script = "set variable a = $a::integer; select getvariable('a') + $b::integer + $a::integer as sum"
  expect(await on((connection) => connection.rows(script, { a: 1, b: 10 }))).toEqual([{ sum: 12 }])
})

test("a value no statement names, or a name without a value, is a mistake and no null", async () => {
  const sql = "select $a::integer as a"
  await expect(on((connection) => connection.rows(sql, { a: 1, typo: 2 }))).rejects.toThrow("typo")
  await expect(on((connection) => connection.rows(sql, { b: 1 }))).rejects.toThrow(/\ba\b/)
  expect(await on((connection) => connection.rows(sql, { a: null }))).toEqual([{ a: null }])
})
