import fc from "fast-check"
import { expect, test } from "vitest"
import { contacts } from "../../lib/datasets/contacts.ts"
import { drive, finish, prepareFiles, textFile, undo } from "../support/imports.ts"
import { sharedLab } from "../support/own-lab.ts"
import { rounds } from "../support/rounds.ts"
import { applyOneByOne, type Contact, type Rule } from "./one-by-one.ts"

const RUNS = rounds(2)
const COLUMNS = "email, phone, first_name, city, tags, notes"

const lab = sharedLab()

const maybe = <T>(values: fc.Arbitrary<T>) => fc.option(values, { freq: 2, nil: null })
/** Few different values, so that rows meet one another in every way. */
const contact = fc
  .record({
    email: maybe(fc.constantFrom("a@x.be", "b@x.be", "c@x.be", "d@x.be")),
    phone: maybe(fc.constantFrom("+3225551201", "+3225551202", "+3225551203")),
    first_name: maybe(fc.constantFrom("Ann", "Ben")),
    city: maybe(fc.constantFrom("Gent", "Namur", "Lille")),
    tags: maybe(fc.constantFrom<string[]>(["red"], ["red", "blue"], ["green", "red"])),
    notes: maybe(fc.constantFrom("one", "two", "one\ntwo", "three")),
  })
  .filter((row) => row.email !== null || row.phone !== null)
const rows = fc.array(contact, { minLength: 1, maxLength: 14 })
const rule = fc.constantFrom<Rule>("skip", "update", "merge")

/** A batch size below what a person may ask for, so that few rows make many batches. */
const SMALL = { ...contacts, batchSize: { min: 1, max: 1_000 } }

function csvOf(list: readonly Contact[], nonce: number) {
  const cell = (value: string | null) => `"${(value ?? "").replaceAll('"', '""')}"`
  const lines = list.map((row) =>
    [row.email, row.phone, row.first_name, row.city, row.tags?.join(";") ?? null, row.notes]
      .map(cell)
      .join(","),
  )
  // A header that is left out makes every file another content.
  return textFile(
    "contacts.csv",
    `email,phone,first_name,city,tags,notes,n${nonce}\n${lines.map((l) => `${l},`).join("\n")}\n`,
  )
}

const stateOf = (order = "id") => lab.read(`select ${COLUMNS} from contact_person order by ${order}`)
const wholeState = () => lab.read("select * from contact_person order by id")
let nonce = 0

async function importRows(list: readonly Contact[], duplicates: Rule, batch_size: number, shuffled: boolean) {
  nonce += 1
  const { answer } = await prepareFiles(lab, SMALL, csvOf(list, nonce), { duplicates, batch_size })
  if (shuffled) await Promise.all(["one", "two", "three"].map((id) => drive(lab, SMALL, answer.job_id, id)))
  await drive(lab, SMALL, answer.job_id)
  const end = await finish(lab, SMALL, answer.job_id)
  return { job_id: answer.job_id, end }
}

test("a file of contacts does what its rows would do one after the other, and can be taken back exactly", async () => {
  await fc.assert(
    fc.asyncProperty(
      rows,
      rows,
      rule,
      fc.integer({ min: 1, max: 5 }),
      fc.boolean(),
      async (first, second, duplicates, batch_size, shuffled) => {
        await lab.run("delete from contact_person")
        await importRows(first, "skip", 3, false)
        expect(await stateOf()).toEqual(applyOneByOne([], first, "skip"))
        const before = await wholeState()
        const there = before.map((row) => ({ ...row })) as unknown as Contact[]
        const expected = applyOneByOne(there, second, duplicates).map(
          ({ email, phone, first_name, city, tags, notes }) => ({
            email,
            phone,
            first_name,
            city,
            tags,
            notes,
          }),
        )
        const { job_id, end } = await importRows(second, duplicates, batch_size, shuffled)
        expect(end).toMatchObject({ outcome: "complete", reconciles: true })
        expect(await stateOf()).toEqual(expected)
        await undo(lab, job_id)
        expect(await wholeState()).toEqual(before)
      },
    ),
    { numRuns: RUNS },
  )
})
