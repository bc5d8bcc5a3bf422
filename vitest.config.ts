import { availableParallelism } from "node:os"
import { defineConfig } from "vitest/config"
import { LongestFirst } from "./tests/setup/longest-first.ts"
import { GROUPS, partOf } from "./tests/setup/parts.ts"

const part = partOf(process.env)

export default defineConfig({
  test: {
    projects: GROUPS[part].map((group, groupOrder) => ({
      extends: true,
      test: { ...group, sequence: { groupOrder } },
    })),
    testTimeout: part === "long" ? 1_800_000 : 90_000,
    hookTimeout: 120_000,
    // Of the whole run: what a group says of it is not asked for.
    sequence: { sequencer: LongestFirst },
    pool: "forks",
    // Most of what a test runs it runs a few times, and what it makes is soon forgotten: compiled plainly at once, and with
    // room before what is old is searched for what can go, that takes a fifth less of the processor.
    execArgv: ["--always-sparkplug", "--initial-heap-size=600"],
    // Two more than there are cores: who looks at a page or waits for a process leaves its core to another.
    maxWorkers: availableParallelism() + 2,
    globalSetup: ["./tests/support/build.mjs", "./tests/setup/template.ts"],
    reporters: ["default", "./tests/setup/left-out-reporter.ts"],
  },
})
