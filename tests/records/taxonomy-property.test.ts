import fc from "fast-check"
import { expect, test } from "vitest"
import { taxonomy } from "../../lib/datasets/taxonomy.ts"
import { drive, finish, prepareFiles, textFile, undo } from "../support/imports.ts"
import { sharedLab } from "../support/own-lab.ts"
import { rounds } from "../support/rounds.ts"
import { circleIn, type Page, parentsOf, placesOf } from "./hierarchy.ts"

const RUNS = rounds(2)

const lab = sharedLab()

const url = fc
  .record({
    host: fc.constantFrom("https://a.be", "https://b.be"),
    path: fc.array(fc.constantFrom("x", "y"), { maxLength: 3 }),
    query: fc.constantFrom("", "", "?q=1"),
  })
  .map(({ host, path, query }) => [host, ...path].join("/") + query)
const page: fc.Arbitrary<Page> = fc.record({ url, parent_url: fc.option(url, { freq: 1, nil: null }) })
const pages = fc.array(page, { minLength: 1, maxLength: 12 })
const rule = fc.constantFrom<"skip" | "update">("skip", "update")
let nonce = 0

/**
 * What an import makes of the pages that are there: rows on a circle are refused until none is left, those first
 * that say so themselves.
 */
function applied(
  there: readonly Page[],
  rows: readonly Page[],
  how: "skip" | "update",
): { pages: Page[]; refused: number } {
  let left = rows.map((row, i) => ({ ...row, row: i + 1 }))
  for (;;) {
    const { pages: merged, tellers, bringers } = mergedWith(there, left, how)
    const circle = circleIn(parentsOf(merged))
    const told = left.filter((row) => circle.has(row.url) && tellers.get(row.url) === row.row)
    const blamed =
      told.length > 0 ? told : left.filter((row) => circle.has(row.url) && bringers.get(row.url) === row.row)
    if (blamed.length === 0) return { pages: merged, refused: rows.length - left.length }
    left = left.filter((row) => !blamed.includes(row))
  }
}

function mergedWith(
  there: readonly Page[],
  rows: readonly (Page & { row: number })[],
  how: "skip" | "update",
) {
  const merged = new Map(there.map((one) => [one.url, { ...one }]))
  const tellers = new Map<string, number>()
  const bringers = new Map<string, number>()
  for (const { url: address, parent_url, row } of rows) {
    if (!bringers.has(address)) bringers.set(address, row)
    const known = merged.get(address)
    if (!known) {
      merged.set(address, { url: address, parent_url })
      if (parent_url !== null) tellers.set(address, row)
    } else if (how === "update" && parent_url !== null) {
      known.parent_url = parent_url
      tellers.set(address, row)
    }
  }
  return { pages: [...merged.values()], tellers, bringers }
}

async function importPages(rows: readonly Page[], duplicates: "skip" | "update") {
  nonce += 1
  const lines = rows.map((row) => `${row.url},${row.parent_url ?? ""},`)
  const file = textFile("pages.csv", `url,parent_url,n${nonce}\n${lines.join("\n")}\n`)
  const { answer } = await prepareFiles(lab, taxonomy, file, { duplicates, batch_size: 10 })
  await drive(lab, taxonomy, answer.job_id)
  await finish(lab, taxonomy, answer.job_id)
  return answer.job_id
}

/** Pages with their place, by URL. */
const placed = () =>
  lab.read(
    `select n.url, n.parent_url, above.url as parent, n.depth
     from taxonomy_node as n left join taxonomy_node as above on above.id = n.parent_id order by n.url`,
  )
const whole = () => lab.read("select * from taxonomy_node order by url")

function expected(list: readonly Page[]) {
  const places = placesOf(list)
  return [...list]
    .sort((one, other) => (one.url < other.url ? -1 : 1))
    .map(({ url: address, parent_url }) => ({ url: address, parent_url, ...places.get(address) }))
}

test("pages find their place whatever the order of imports, circles are refused, and undoing restores every place", async () => {
  await fc.assert(
    fc.asyncProperty(pages, pages, rule, async (first, second, how) => {
      await lab.run("delete from taxonomy_node")
      await importPages(first, "skip")
      const one = applied([], first, "skip")
      expect(await placed()).toEqual(expected(one.pages))
      const before = await whole()
      const job_id = await importPages(second, how)
      const two = applied(one.pages, second, how)
      expect(await placed()).toEqual(expected(two.pages))
      const [errors] = await lab.read(
        `select count(*) as n from import_row_errors where job_id = '${job_id}'`,
      )
      expect(errors?.n).toBe(two.refused)
      await undo(lab, job_id)
      expect(await whole()).toEqual(before)
    }),
    { numRuns: RUNS },
  )
})
