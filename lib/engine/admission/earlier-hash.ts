import type { Timed } from "../../deadline.ts"
import { plainHashOf } from "../../store/content-hash.ts"
import type { AcquiredSource } from "./acquire.ts"
import type { EarlierJob } from "./extract-guards.ts"

/** Jobs made below this version know their file by the SHA-256 of all of it, later ones by that of its parts. */
const HASHED_BY_PARTS = 25

/**
 * The jobs as if all knew their files in today's way: what is about to be imported is hashed in the earlier way too when an
 * earlier job's file is as long as it is, so that one sent again is found.
 */
export async function byTodaysHash(
  jobs: EarlierJob[],
  got: AcquiredSource,
  timed: Timed,
): Promise<EarlierJob[]> {
  const candidates = jobs.filter((job) => isEarlier(job) && job.source_bytes === got.source.bytes)
  if (candidates.length === 0) return jobs
  const plain = await plainHashOf(got.locator, timed)
  const same = new Set(candidates.filter((job) => job.content_hash === plain))
  return jobs.map((job) => (same.has(job) ? { ...job, content_hash: got.content_hash } : job))
}

/** Whether a file is the one a job began with. */
export async function isContentOf(
  job: Pick<EarlierJob, "content_hash" | "schema_version">,
  got: AcquiredSource,
  timed: Timed,
): Promise<boolean> {
  return job.content_hash === (isEarlier(job) ? await plainHashOf(got.locator, timed) : got.content_hash)
}

function isEarlier({ content_hash, schema_version }: Pick<EarlierJob, "content_hash" | "schema_version">) {
  return content_hash !== null && schema_version < HASHED_BY_PARTS
}
