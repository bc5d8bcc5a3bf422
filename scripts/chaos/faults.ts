import { setTimeout as pause } from "node:timers/promises"
import type { Random } from "../sample/random.ts"
import { MOODS, type MoodyBucket } from "./bucket.ts"
import type { Disk } from "./disk.ts"
import type { World } from "./world.ts"

/** What happened, in numbers. */
export interface Toll {
  kills: number
  /** Those of them that met a server before it listened. */
  kills_in_start: number
  clock_steps: number
  disk_fills: number
  store_moods: number
  /** Starts that a full disk did not let come to pass. */
  vain_starts: number
}

const NOTHING: Toll = {
  kills: 0,
  kills_in_start: 0,
  clock_steps: 0,
  disk_fills: 0,
  store_moods: 0,
  vain_starts: 0,
}

/** What happened in all of them. */
export function sumOf(tolls: readonly Toll[]): Toll {
  const sum = { ...NOTHING }
  for (const toll of tolls) for (const name of Object.keys(sum) as (keyof Toll)[]) sum[name] += toll[name]
  return sum
}

/** What faults are done to. */
export interface Victims {
  world: World
  remote: boolean
  disk: Disk | null
  bucket: MoodyBucket | null
}

const FAULTS = ["kill", "kill", "kill", "kill", "kill_in_start", "clock", "fill", "mood"] as const
const BETWEEN_MS = 700
const START_MS = 600
/** So many starts, one after the other, may not be survived. */
const MOST_STARTS = 3
const FULL_MS = 1_800
const ROOM_BYTES = 300_000
const MOOD_MS = 2_500
/** What a store still takes a signature from, and longer than any lease. */
export const CLOCK_SECONDS = { from: -300, to: 600 }
/** How servers differ from one another: a batch or more a call, and one that outruns its time is broken off. */
const STRIDES = ["0", "0", "0.2"]
const BATCH_BUDGETS = ["2", "2", "2", "0.15"]
const PREPARE_BUDGETS = ["20", "20", "0.4"]

/** What a server has when nothing is set. */
const PATIENT = { SLUICE_LEASE_SECONDS: "60", SLUICE_BATCH_BUDGET_SECONDS: "25" }

/** One fault after another until the signal ends it, all of them drawn from `random`; then everything works again. */
export async function harass(victims: Victims, random: Random, signal: AbortSignal): Promise<Toll> {
  const toll = { ...NOTHING }
  const ending: NodeJS.Timeout[] = []
  const state = { full: false, room: 0 }
  const later = (ms: number, end: () => void) => void ending.push(setTimeout(end, ms))
  while (!signal.aborted) {
    await pause(random.below(BETWEEN_MS), undefined, { signal }).catch(() => undefined)
    const fault = random.pick(FAULTS)
    if (signal.aborted) break
    await DONE[fault](victims, random, toll, state, later)
  }
  for (const timer of ending) clearTimeout(timer)
  await endAll(victims, toll, state)
  return toll
}

type State = { full: boolean; room: number }
type Later = (ms: number, end: () => void) => void
type Fault = (v: Victims, random: Random, toll: Toll, state: State, later: Later) => Promise<void>

const DONE: Record<(typeof FAULTS)[number], Fault> = {
  async kill(victims, random, toll, state) {
    toll.kills += 1
    await victims.world.kill(victims.remote && random.chance(0.3))
    await startAgain(victims, random, toll, state)
  },
  async kill_in_start(victims, random, toll, state) {
    toll.kills += 1
    await victims.world.kill(victims.remote)
    for (let left = 1 + random.below(MOST_STARTS); left > 0; left -= 1) {
      const starting = victims.world.server.start(settings(random)).catch(() => false)
      await pause(random.below(START_MS))
      await victims.world.kill(victims.remote)
      const listened = await starting
      toll.kills += 1
      if (!listened) toll.kills_in_start += 1
    }
    await startAgain(victims, random, toll, state)
  },
  async clock({ world }, random, toll) {
    toll.clock_steps += 1
    world.setClock(CLOCK_SECONDS.from + random.below(CLOCK_SECONDS.to - CLOCK_SECONDS.from))
  },
  async fill(victims, random, toll, state, later) {
    const [room, ms] = [4_096 + random.below(ROOM_BYTES), random.below(FULL_MS)]
    if (victims.disk === null) return
    toll.disk_fills += 1
    Object.assign(state, { full: true, room })
    victims.disk.fill(victims.world.pids(), room)
    later(ms, () => endFull(victims, state))
  },
  async mood({ bucket }, random, toll, _state, later) {
    const [mood, ms] = [random.pick(MOODS), random.below(MOOD_MS)]
    if (bucket === null) return
    toll.store_moods += 1
    bucket.mood = mood
    later(ms, () => {
      bucket.mood = "well"
    })
  },
}

async function startAgain(victims: Victims, random: Random, toll: Toll, state: State): Promise<void> {
  const { world, disk } = victims
  toll.vain_starts += await world.start(settings(random))
  if (state.full) disk?.fill(world.pids(), state.room)
}

const settings = (random: Random) => ({
  SLUICE_STRIDE_SECONDS: random.pick(STRIDES),
  SLUICE_BATCH_BUDGET_SECONDS: random.pick(BATCH_BUDGETS),
  SLUICE_PREPARE_BUDGET_SECONDS: random.pick(PREPARE_BUDGETS),
})

function endFull({ world, disk }: Victims, state: State): void {
  state.full = false
  disk?.free(world.pids())
}

/**
 * Leases and pauses that were begun by a clock that was ahead are over by this one; and whoever had little time for a batch would, on a busy
 * machine, have too little for ever.
 */
async function endAll(victims: Victims, toll: Toll, state: State): Promise<void> {
  endFull(victims, state)
  if (victims.bucket) victims.bucket.mood = "well"
  victims.world.setClock(CLOCK_SECONDS.to + 120)
  toll.kills += 1
  await victims.world.kill()
  toll.vain_starts += await victims.world.start(PATIENT)
}
