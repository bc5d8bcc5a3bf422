import type { Hindrance } from "../contract/index.ts"
import type { Effects } from "../effects.ts"
import type { Job } from "../engine/jobs/jobs.ts"
import { isOpen } from "../engine/jobs/transitions.ts"
import type { Problem } from "../errors.ts"

const told = ({ code, detail }: Problem): Hindrance => ({ code, detail })

/** All that keeps this process from doing what it should. */
export async function troublesOf({ db, store }: Effects): Promise<Hindrance[]> {
  const found = [await db.trouble(), await store.trouble()]
  return found.flatMap((trouble) => (trouble === null ? [] : [told(trouble)]))
}

/** What an import waits for by that; the store matters only as long as its source is read. */
export async function waitsFor(job: Job, { db, store }: Effects): Promise<Hindrance | null> {
  if (!isOpen(job.status) || job.error || job.held || job.status === "paused") return null
  const trouble = (await db.trouble()) ?? (job.status === "preparing" ? await store.trouble() : null)
  return trouble && told(trouble)
}
