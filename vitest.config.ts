import { defineConfig } from "vitest/config"

export default defineConfig({
  test: {
    include: ["tests/**/*.test.ts", "tests/**/*.test.tsx"],
    testTimeout: 90_000,
    hookTimeout: 120_000,
    globalSetup: "tests/support/build.mjs",
    pool: "forks",
    maxWorkers: 2,
  },
})
