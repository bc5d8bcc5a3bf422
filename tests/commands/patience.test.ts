import { expect, test } from "vitest"
import { problem } from "../../lib/errors.ts"
import { patiently } from "../../scripts/command/patience.ts"

test("a server that names the moment at which to come back is asked again then, as after so many seconds", async () => {
  const inAMinute = new Date(Date.now() + 60_000).toUTCString()
  for (const asked of ["60", inAMinute]) {
    const interrupt = new AbortController()
    const told: string[] = []
    const tell = (sentence: string) => {
      told.push(sentence)
      interrupt.abort()
    }
    const away = async () => {
      throw problem(503, "busy", "It is away.", { headers: { "retry-after": asked } })
    }
    await expect(patiently(away, { tell, signal: interrupt.signal, reached: true })).rejects.toThrow("away")
    expect(told[0]).toMatch(/^It is away\. Trying again in (?:59|60) s /)
  }
})
