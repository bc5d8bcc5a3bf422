import { expect, test } from "vitest"
import { ownFolder, runScript } from "../http/own-server.ts"
import { LONG_RUN } from "../support/rounds.ts"

const SECONDS = LONG_RUN ? 1_200 : 2
/** The same requests each time in what runs on every change; others in each long run. */
const SEED = LONG_RUN ? Date.now() % 1_000_000_000 : 5_000

test(`nothing is found in ${SECONDS} seconds of made requests from seed ${SEED}`, async () => {
  const { env, remove } = ownFolder()
  const asked = ["--seconds", String(SECONDS), "--seed", String(SEED)]
  const { status, output } = await runScript("fuzz", env, ...asked)
  expect(output).toContain("a request of each: 0 findings.")
  expect(status).toBe(0)
  remove()
}, 1_800_000)
