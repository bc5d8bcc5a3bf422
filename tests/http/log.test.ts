import { expect, test } from "vitest"
import { createLog } from "../../lib/log.ts"

function linesOf(level: "debug" | "info" | "error"): { lines: string[]; emit: ReturnType<typeof createLog> } {
  const lines: string[] = []
  const clock = { now: () => 0, wait: async () => {} }
  return { lines, emit: createLog({ level, clock, write: (line) => lines.push(line) }) }
}

test("an event becomes one JSON line with its time and level", () => {
  const { lines, emit } = linesOf("info")
  emit({ type: "batch.split", job_id: "j", table: "activities", batch: 3, operation: "insert", into: 2 })
  expect(lines).toHaveLength(1)
  expect(JSON.parse(lines[0] ?? "")).toEqual({
    at: "1970-01-01T00:00:00.000Z",
    level: "warn",
    event: "batch.split",
    job_id: "j",
    table: "activities",
    batch: 3,
    operation: "insert",
    into: 2,
  })
})

test("events below the level are left out", () => {
  const { lines, emit } = linesOf("error")
  emit({ type: "memory.pressed", used_mb: 900, budget_mb: 1000 })
  emit({ type: "drive.failed", message: "no" })
  expect(lines).toHaveLength(1)
})

test("what looks like a credential in a quoted text is blotted out", () => {
  const { lines, emit } = linesOf("info")
  const message = [
    "md:x?motherduck_token=eyJhbGci.secret1",
    "Authorization: Bearer secret2",
    "smtp://user:secret3@mail.example",
    "password = 'secret4'",
    "https://host/file.zip?X-Amz-Signature=secret5&x=1",
    `${"x".repeat(50)}https://user:secret6@host`,
  ].join(" and ")
  emit({ type: "drive.failed", message })
  expect(lines[0]).not.toMatch(/secret\d/)
})

test("a quoted text of any length holds nobody up", () => {
  const { lines, emit } = linesOf("info")
  const begun = performance.now()
  for (const part of ["a.", "a-", "bearer ", "token ", "x://"])
    emit({ type: "drive.failed", message: part.repeat(100_000) })
  expect(lines).toHaveLength(5)
  expect(performance.now() - begun).toBeLessThan(2_000)
})
