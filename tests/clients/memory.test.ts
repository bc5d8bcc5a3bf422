import { expect, test } from "vitest"
import { taxonomy } from "../../lib/datasets/taxonomy.ts"
import { refusal } from "../support/ask.ts"
import { prepareFiles, textFile } from "../support/imports.ts"
import { openLab } from "../support/lab.ts"

test("new imports are refused while the server uses up its memory, and whoever watches is warned before", async () => {
  const lab = await openLab({ SLUICE_MEMORY_BUDGET_MB: "64" })
  const file = textFile("nodes.csv", "url\nhttps://x.be/a\n")
  expect(await refusal(prepareFiles(lab, taxonomy, file))).toBe("503 busy")
  const pressed = () => lab.events.filter(({ type }) => type === "memory.pressed")
  expect(pressed()).toMatchObject([{ budget_mb: 64 }])
  const roomy = { ...lab.effects, config: { ...lab.effects.config, memory_budget_mb: 4_096 } }
  // The first import loads what the others find loaded.
  await prepareFiles({ ...lab, effects: roomy }, taxonomy, textFile("first.csv", "url\nhttps://x.be/b\n"))
  const used = Math.ceil(process.memoryUsage.rss() / 1_048_576)
  const config = { ...lab.effects.config, memory_budget_mb: Math.round(used * 1.2) }
  await prepareFiles({ ...lab, effects: { ...lab.effects, config } }, taxonomy, file)
  expect(pressed()).toHaveLength(2)
  lab.close()
})
