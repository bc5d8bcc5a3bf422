import { readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { ImportOptions } from "../../lib/contract/index.ts"
import { findDataset } from "../../lib/datasets/index.ts"
import { movableClock } from "./clock.ts"
import { carryOn, prepareFiles, undo } from "./imports.ts"
import { openLabIn } from "./lab.ts"

/**
 * A process of its own that imports files into a dataset after its first import, or goes on with that from wherever it
 * was left, and rolls it back when asked to; made to be killed. Arguments: the lab's folder, the dataset, the folder of
 * the files, the options as JSON, how many minutes later it is, `rollback`.
 */
const [folder = "", name = "", files = "", options = "{}", minutes = "0", then = ""] = process.argv.slice(2)

const dataset = findDataset(name)
const clock = movableClock()
clock.advance(Number(minutes) * 60)
const { SLUICE_FAIL_AT, SLUICE_STRIDE_SECONDS } = process.env
const more = {
  ...(SLUICE_FAIL_AT && { SLUICE_FAIL_AT }),
  ...(SLUICE_STRIDE_SECONDS && { SLUICE_STRIDE_SECONDS }),
}
const lab = await openLabIn(folder, more, clock)
const [, found] = await lab.read("select job_id from import_jobs order by started_at")
const job_id = found ? String(found.job_id) : await begin()
await carryOn(lab, dataset, job_id)
if (then === "rollback") await undo(lab, job_id)
lab.close()

async function begin(): Promise<string> {
  const sent = readdirSync(files)
    .sort()
    .map((file_name) => ({ file_name, bytes: readFileSync(join(files, file_name)) }))
  const { answer } = await prepareFiles(lab, dataset, sent, ImportOptions.parse(JSON.parse(options)))
  return answer.job_id
}
