/**
 * Which batch of a job is likely runnable next, as this process last saw it: it saves looking for one. Only a
 * hint: the claim itself checks the batch, and without a hint, or with a wrong one, it is looked for.
 *
 * A batch that was runnable stays so, since what it waits for is completed and completed is final; and the batches
 * of an applied dry run have positions of their own.
 */
const hints = new Map<string, number>()

/** Takes the hint away with it, so that two calls at once do not go for the same batch. */
export function takeHint(job_id: string): number | null {
  const position = hints.get(job_id) ?? null
  hints.delete(job_id)
  return position
}

export function leaveHint(job_id: string, position: number | null): void {
  if (position === null) hints.delete(job_id)
  else hints.set(job_id, position)
}
