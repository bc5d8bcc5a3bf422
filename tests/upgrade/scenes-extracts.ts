import { dailyUpdate } from "../../lib/datasets/daily-update.ts"
import { driveToEnd, finalize, importExtract, prepare, rollBack, type Sent, step } from "../support/drive.ts"
import { handmade, line } from "../support/handmade.ts"
import type { Lab } from "../support/lab.ts"
import { breakOff, failNext, leaveClaimed } from "./breaking-off.ts"
import { changesOf, range } from "./material.ts"

const SMALL = { batch_size: 10 }

function update(number: number, from: number, to: number, word: string): Promise<Sent> {
  return handmade({ number, type: "update", lines: changesOf(range(from, to), word) })
}

/** A Full of thirty enterprises, one of them with a contact that says nothing. */
export function fullExtract(): Promise<Sent> {
  const all = range(1, 30)
  return handmade({
    number: 1,
    type: "full",
    code: ["ActivityGroup,001,NL,Een", "Status,AC,NL,Actief"],
    lines: {
      enterprise: all.map((n) => line.enterprise(n)),
      denomination: all.map((n) => line.name(n, `Naam ${n}`)),
      contact: [...all.map((n) => line.contact(n, `0${n}`)), line.contact(30, "")],
      activity: all.map((n) => line.activity(n, "62010")),
    },
  })
}

export const update2 = () => update(2, 1, 12, "Nieuw")
export const update3 = () => update(3, 8, 30, "Later")
export const largeUpdate2 = () => update(2, 1, 25, "Nieuw")

/**
 * A Full that is completed, an update that was taken back, one that is completed,
 * and one in mid-air: batches done, one that failed for good, one that will be tried again, one in the hands of a
 * driver that is gone.
 */
export async function extracts(lab: Lab): Promise<void> {
  await importExtract(lab, await fullExtract(), SMALL)
  await rollBack(lab, await importExtract(lab, await update(2, 1, 5, "Vergeten"), SMALL))
  await importExtract(lab, await update2(), SMALL)
  const { answer } = await prepare(lab, await update3(), { ...SMALL, max_retries: 2 })
  const { job_id } = answer
  await step(lab, job_id)
  while ((await failNext(lab, dailyUpdate, job_id)) !== "failed") lab.clock.advance(5)
  await step(lab, job_id)
  await failNext(lab, dailyUpdate, job_id)
  await leaveClaimed(lab, dailyUpdate, job_id)
}

/** An update of which some files are staged and others are not. */
export async function extractBeingPrepared(lab: Lab): Promise<void> {
  await importExtract(lab, await fullExtract(), SMALL)
  const later = await largeUpdate2()
  await breakOff(lab, "mid_prepare", 4, (dying) => prepare(dying, later, SMALL))
}

/** An update that was tried out, applied, and is half taken back. */
export async function extractBeingTakenBack(lab: Lab): Promise<void> {
  await importExtract(lab, await fullExtract(), SMALL)
  const later = await largeUpdate2()
  const { answer } = await prepare(lab, later, { ...SMALL, dry_run: true })
  await driveToEnd(lab, answer.job_id)
  await finalize(lab, answer.job_id)
  const job_id = await importExtract(lab, later, SMALL)
  await breakOff(lab, "mid_rollback", 3, (dying) => rollBack(dying, job_id))
}
