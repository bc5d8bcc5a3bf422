import type { Random } from "../sample/random.ts"
import { type Client, clientOf } from "./client.ts"
import { CLOCK_SECONDS, harass, type Toll, type Victims } from "./faults.ts"
import { patienceOf } from "./patience.ts"

/** After so long an import that nobody disturbs is not waited for any longer. */
export const QUIET_MS = 180_000
/** Faults go on for so long at the most. */
const LOUD_MS = 45_000
export const HEALTHY_MS = 10_000

/** Does something while faults happen, and to its end when they are over. */
export async function whileHarassed(
  victims: Victims,
  random: Random,
  found: (what: string) => void,
  work: (client: Client) => Promise<unknown>,
): Promise<Toll> {
  const { world } = victims
  const late = patienceOf(LOUD_MS + QUIET_MS)
  const over = new AbortController()
  const failed = new AbortController()
  const asking = AbortSignal.any([late, failed.signal])
  const loud = setTimeout(() => over.abort(), LOUD_MS)
  const harassed = harass(victims, random, over.signal)
  const worked = work(clientOf(world.server.url, found, asking)).finally(() => over.abort())
  try {
    const [toll] = await Promise.all([harassed, worked])
    return toll
  } catch (error) {
    found(`when it was given up: ${await standingOf(world.server.url)}`)
    throw error
  } finally {
    clearTimeout(loud)
    over.abort()
    failed.abort()
    await Promise.allSettled([harassed, worked])
    world.setClock(CLOCK_SECONDS.to + 120)
  }
}

/** How far the imports are that are not completed, in a line; or why that cannot be told. */
async function standingOf(url: string): Promise<string> {
  try {
    const answer = await fetch(`${url}/api/imports?limit=20`, { signal: AbortSignal.timeout(HEALTHY_MS) })
    const { imports = [] } = (await answer.json()) as { imports?: Record<string, unknown>[] }
    const open = imports.filter(({ status }) => status !== "completed")
    return `open are ${open.map((one) => `${one.dataset} ${one.status} ${JSON.stringify(one.overall_progress)}`).join(", ")}`
  } catch (error) {
    return String(error)
  }
}
