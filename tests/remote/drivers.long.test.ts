import { expect, test } from "vitest"
import { rounds } from "../support/rounds.ts"
import { expectDrivenOnce } from "./drivers-ground.ts"

const SEEDS = Array.from({ length: Math.min(3, rounds(1)) }, (_, i) => 51 + i)

test.each(SEEDS)(
  "eight processes drive an import on an engine 20 ms away, one of them killed every few seconds (seed %d)",
  async (seed) => {
    const { killed } = await expectDrivenOnce({
      seed,
      drivers: 8,
      rows: 1_500,
      changes: 1_000,
      lives_ms: 16_000,
      kills: 1_000,
    })
    console.info(`${killed} drivers were killed`)
    expect(killed).toBeGreaterThan(3)
  },
)
