import { expect, test } from "vitest"
import { documents } from "../../lib/datasets/documents.ts"
import { taxonomy } from "../../lib/datasets/taxonomy.ts"
import { pdfOf, zipOf } from "../support/documents.ts"
import { upTo } from "../support/handmade.ts"
import { importFiles, textFile } from "../support/imports.ts"
import { openLab } from "../support/lab.ts"

/** Seconds on the clock on the wall. */
async function seconds(work: () => Promise<unknown>): Promise<number> {
  const begun = performance.now()
  await work()
  return (performance.now() - begun) / 1000
}

test("a thousand pages and twenty documents are in long before the times that were asked for", async () => {
  const lab = await openLab()
  const nodes = textFile("nodes.csv", ["url", ...upTo(1_000).map((n) => `https://x.be/a/${n}`)].join("\n"))
  expect(await seconds(() => importFiles(lab, taxonomy, nodes))).toBeLessThan(30)

  const pages = upTo(20).map(async (n) => [`${n}.pdf`, await pdfOf([`Page ${n} says so.`])] as const)
  const bytes = await zipOf(Object.fromEntries(await Promise.all(pages)))
  const batch = () => importFiles(lab, documents, { file_name: "twenty.zip", bytes })
  expect(await seconds(batch)).toBeLessThan(120)
  expect(await lab.read("select count(*)::int as n from document")).toEqual([{ n: 20 }])
  lab.close()
}, 60_000)
