import { afterEach, expect, test } from "vitest"
import { documents } from "../../lib/datasets/documents.ts"
import { taxonomy } from "../../lib/datasets/taxonomy.ts"
import { zipOf } from "../../scripts/sample/zip.ts"
import { refusal } from "../support/ask.ts"
import { pdfOf } from "../support/documents.ts"
import { upTo } from "../support/handmade.ts"
import { importFiles, prepareFiles, textFile } from "../support/imports.ts"
import { type Lab, openLab } from "../support/lab.ts"
import { inLongRuns } from "../support/rounds.ts"

let lab: Lab
afterEach(() => lab.close())

/** Seconds on the clock on the wall. */
async function seconds(work: () => Promise<unknown>): Promise<number> {
  const begun = performance.now()
  await work()
  return (performance.now() - begun) / 1000
}

inLongRuns(
  "a thousand pages and twenty documents are in long before the times that were asked for",
  async () => {
    lab = await openLab()
    const nodes = textFile("nodes.csv", ["url", ...upTo(1_000).map((n) => `https://x.be/a/${n}`)].join("\n"))
    expect(await seconds(() => importFiles(lab, taxonomy, nodes))).toBeLessThan(30)

    const pages = upTo(20).map(async (n) => [`${n}.pdf`, await pdfOf([`Page ${n} says so.`])] as const)
    const bytes = await zipOf(Object.fromEntries(await Promise.all(pages)))
    const batch = () => importFiles(lab, documents, { file_name: "twenty.zip", bytes })
    expect(await seconds(batch)).toBeLessThan(120)
    expect(await lab.read("select count(*)::int as n from document")).toEqual([{ n: 20 }])
  },
)

test("new imports are refused while the server uses up its memory, and whoever watches is warned before", async () => {
  lab = await openLab({ SLUICE_MEMORY_BUDGET_MB: "64" })
  const file = textFile("nodes.csv", "url\nhttps://x.be/a\n")
  expect(await refusal(prepareFiles(lab, taxonomy, file))).toBe("503 busy")
  const pressed = () => lab.events.filter(({ type }) => type === "memory.pressed")
  expect(pressed()).toMatchObject([{ budget_mb: 64 }])
  const used = process.memoryUsage.rss() / 1_048_576
  const config = { ...lab.effects.config, memory_budget_mb: Math.round(used * 1.1) }
  await prepareFiles({ ...lab, effects: { ...lab.effects, config } }, taxonomy, file)
  expect(pressed()).toHaveLength(2)
})
