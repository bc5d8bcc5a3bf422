import { readdirSync } from "node:fs"
import { beforeAll, expect, test } from "vitest"
import type { ImportOptionsInput } from "../../lib/contract/index.ts"
import type { Dataset } from "../../lib/datasets/declaration.ts"
import { refusal } from "../support/ask.ts"
import { upTo } from "../support/handmade.ts"
import { prepareFiles } from "../support/imports.ts"
import type { Lab } from "../support/lab.ts"
import { traces } from "../support/refused.ts"
import { type Ground, openHoursLater } from "./ground.ts"
import type { Refused } from "./material.ts"

export function exerciseRefusals(ground: Ground): void {
  const { dataset, material } = ground
  const cases = [...material.refused, ...wrongOptions(ground)]

  let lab: Lab
  beforeAll(async () => {
    lab = await openHoursLater(ground.copy())
    return () => lab.close()
  })

  test.each(cases)("refuses $what with $refusal, and nothing of it is left", async (refused) => {
    const look = async () => [await traces(lab), readdirSync(lab.effects.config.files, { recursive: true })]
    const before = await look()
    const attempt = prepareFiles(lab, dataset, refused.files, { ...material.options, ...refused.options })
    expect(await refusal(attempt)).toBe(refused.refusal)
    expect(await look()).toEqual(before)
  })

  const late = material.refused.filter(({ refusal: code }) => code === "422 rows_invalid").slice(0, 1)
  test.each(late)("refuses $what when eight people send it at once, and nothing is left", async (refused) => {
    const before = await traces(lab)
    const options = { ...material.options, ...refused.options }
    const attempts = upTo(8).map(() =>
      refusal(prepareFiles(lab, dataset, refused.files, options)).catch((error: unknown) => String(error)),
    )
    const answers = await Promise.all(attempts)
    expect(answers).toContain(refused.refusal)
    // Who was told to go on may find it gone, and who comes while it goes that another call has refused it.
    const fair = [refused.refusal, "409 refused_meanwhile", "404 job_not_found"]
    expect(answers.filter((answer) => !fair.includes(answer))).toEqual([])
    expect(await traces(lab)).toEqual(before)
  })
}

/** Options the declaration rules out. */
function wrongOptions({ dataset, material }: Ground): Refused[] {
  const files = material.first.files
  const refused = (options: ImportOptionsInput) => ({
    what: `the options ${JSON.stringify(options)}`,
    files,
    options,
    refusal: "400 invalid_request",
  })
  const { min, max } = dataset.batchSize
  const ruledOut: ImportOptionsInput[] = [{ batch_size: max + 1 }]
  if (min > 1) ruledOut.push({ batch_size: min - 1 })
  ruledOut.push(...otherRules(dataset).map((duplicates) => ({ duplicates })))
  ruledOut.push(dataset.scoped ? { project_id: "*" } : { project_id: "one" })
  if (dataset.source === "records") ruledOut.push({ mapping: { "no such header": "no_such_column" } })
  else ruledOut.push({ mapping: { one: "other" } }, { delimiter: ";" }, { encoding: "utf-8" })
  if (dataset.source !== "documents") ruledOut.push({ entry_encoding: "cp437" })
  if (!dataset.options?.includes("default_country")) ruledOut.push({ default_country: "BE" })
  return ruledOut.map(refused)
}

function otherRules({ duplicates }: Dataset) {
  return (["update", "merge"] as const).filter((rule) => !duplicates.includes(rule))
}
