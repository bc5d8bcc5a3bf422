/** The places where a process can be made to kill itself, so that tests see what a crash there leaves. */
export const FAIL_POINTS = [
  "before_claim",
  "after_claim",
  "mid_apply",
  "before_commit",
  "after_commit",
  "mid_prepare",
  "after_staging",
  "mid_finalize",
  "mid_rollback",
  "mid_mend",
  "after_mend",
] as const
export type FailPoint = (typeof FAIL_POINTS)[number]

/** Kills this process when it is the armed point: no handler runs, nothing is flushed. */
export type FailAt = (point: FailPoint) => void

/** `armed` is a point's name, or `name:3` for the third time it is reached. Throws on an unknown name. */
export function failPointOf(armed: string | null): FailAt {
  if (armed === null) return () => {}
  const [name, times = "1"] = armed.split(":")
  if (!FAIL_POINTS.some((point) => point === name)) {
    throw new Error(`SLUICE_FAIL_AT names no fail point. Known are: ${FAIL_POINTS.join(", ")}.`)
  }
  let left = Number(times)
  return (point) => {
    if (point !== name) return
    left -= 1
    if (left <= 0) process.kill(process.pid, "SIGKILL")
  }
}
