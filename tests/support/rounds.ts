import { test } from "vitest"

/** Whether it is a run of what takes long. */
export const LONG_RUN = process.env.SLUICE_TESTS === "long"

/** How often something with random inputs is tried: in a long run forty times as often. */
export function rounds(usual: number): number {
  return LONG_RUN ? usual * 40 : usual
}

/** A test that is for long runs, in a file whose other tests are usual ones: it takes seconds, and another is much like it. */
export const inLongRuns: (name: string, run: () => Promise<void>) => void = LONG_RUN ? test : () => {}
