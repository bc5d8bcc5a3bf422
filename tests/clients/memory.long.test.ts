import { existsSync } from "node:fs"
import { expect, test } from "vitest"
import { memoryOf } from "../../scripts/bench/memory.ts"
import { ownDatabase, startServer } from "../http/own-server.ts"
import { upTo } from "../support/handmade.ts"

// Only Linux tells how much a process had at its highest.
test.runIf(existsSync("/proc/self/status"))(
  "ten thousand contacts take less than a hundred megabytes more than an idle server",
  async () => {
    const { env, remove } = ownDatabase()
    const { url, pid, kill, ended } = await startServer(env)
    await fetch(`${url}/api/imports`)
    const idle = memoryOf(pid).now
    const form = new FormData()
    const lines = upTo(10_000).map((n) => `p${n}@example.org,Ann ${n},Gent,a;b,Note ${n}`)
    form.set("file", new Blob([["email,first_name,city,tags,notes", ...lines].join("\n")]), "people.csv")
    const answer = await fetch(`${url}/api/import/contacts/prepare`, { method: "POST", body: form })
    const { job_id } = (await answer.json()) as { job_id: string }
    const told = await fetch(`${url}/api/imports/${job_id}/execute`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ duplicate_strategy: "merge", batch_size: 100 }),
    })
    expect(await told.text()).toContain('"successfully_imported":10000')
    expect(memoryOf(pid).peak - idle).toBeLessThan(100)
    kill("SIGTERM")
    await ended
    remove()
  },
  120_000,
)
