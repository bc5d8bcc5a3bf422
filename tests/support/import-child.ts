import { readFileSync } from "node:fs"
import { basename } from "node:path"
import { movableClock } from "./clock.ts"
import { driveToEnd, finalize, prepare, prepareOn, rollBack } from "./drive.ts"
import { type Lab, openLabIn } from "./lab.ts"

/**
 * A process of its own that imports an extract, or goes on with the import that is there, and rolls it back when
 * asked to; made to be killed. Arguments: the lab's folder, the ZIP, how many minutes later it is, `rollback`.
 */
const [folder = "", file = "", minutes = "0", then = ""] = process.argv.slice(2)

const clock = movableClock()
clock.advance(Number(minutes) * 60)
const lab = await openLabIn(folder, environment(), clock)
process.stdout.write("begun\n")
const job_id = await importFrom(lab, file)
if (then === "rollback") await rollBack(lab, job_id)
lab.close()
process.stdout.write("done\n")

function environment(): Record<string, string> {
  const { SLUICE_FAIL_AT, SLUICE_STRIDE_SECONDS } = process.env
  return {
    ...(SLUICE_FAIL_AT && { SLUICE_FAIL_AT }),
    ...(SLUICE_STRIDE_SECONDS && { SLUICE_STRIDE_SECONDS }),
  }
}

async function importFrom(lab: Lab, path: string): Promise<string> {
  const [open] = await lab.read(
    "select job_id, status from import_jobs where status <> 'completed' order by started_at desc limit 1",
  )
  const extract = { bytes: readFileSync(path), file_name: basename(path) }
  const id = open ? String(open.job_id) : (await prepare(lab, extract)).answer.job_id
  if (open?.status === "preparing") await prepareOn(lab, id)
  if (open?.status === "rolling_back") return id
  while ((await driveToEnd(lab, id)).status === "waiting") lab.clock.advance(61)
  await finalize(lab, id)
  return id
}
