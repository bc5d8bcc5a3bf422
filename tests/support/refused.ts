import { expect } from "vitest"
import type { ImportOptionsInput } from "../../lib/contract/index.ts"
import { isProblem } from "../../lib/errors.ts"
import { refusal } from "./ask.ts"
import { prepare, type Sent } from "./drive.ts"
import type { Lab } from "./lab.ts"
import { everything } from "./tables.ts"

/** What may not change when an import is refused: the rows of every table, counted, and every stored file. */
export async function traces(lab: Lab) {
  return [await everything(lab), (await lab.effects.store.list()).map((file) => file.filename)]
}

/** Prepares what must be refused and leaves no trace of it; answers status and code, and the sentence. */
export async function refused(
  lab: Lab,
  extract: Sent,
  options: ImportOptionsInput = {},
): Promise<[code: string, detail: string]> {
  const before = await traces(lab)
  let detail = ""
  const attempt = prepare(lab, extract, options).catch((error: unknown) => {
    if (isProblem(error)) detail = error.detail
    throw error
  })
  const code = await refusal(attempt)
  expect(await traces(lab)).toEqual(before)
  return [code, detail]
}

/** The codes and counts of a job's warnings. */
export async function warningsOf(lab: Lab, job_id: string) {
  const [row] = await lab.read(`select warnings from import_jobs where job_id = '${job_id}'`)
  const warnings = (row?.warnings ?? []) as { code: string; count: number }[]
  return warnings.map(({ code, count }) => ({ code, count }))
}
