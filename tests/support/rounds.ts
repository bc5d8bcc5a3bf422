/** Whether it is a run of what takes long. */
export const LONG_RUN = process.env.SLUICE_TESTS === "long"

/** How often something with random inputs is tried: in a long run forty times as often. */
export function rounds(usual: number): number {
  return LONG_RUN ? usual * 40 : usual
}
