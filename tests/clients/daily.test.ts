import { mkdirSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { expect, test } from "vitest"
import { dailyUpdate } from "../../lib/datasets/daily-update.ts"
import { exampleOf } from "../../lib/datasets/example.ts"
import { served } from "./served.ts"

const server = served()

type Told = Record<string, unknown> & { job_id: string; code?: string }

/** Asks for the status until the import is over. */
async function over(path: string): Promise<Told> {
  for (;;) {
    const told = (await (await fetch(server.url + path)).json()) as Told
    if (told.status === "completed" || told.status === "failed") return told
    await new Promise((done) => setTimeout(done, 50))
  }
}

test("a daily update is one call, that answers with the job and the page that shows it", async () => {
  mkdirSync(server.env.SLUICE_FILES ?? "", { recursive: true })
  writeFileSync(join(server.env.SLUICE_FILES ?? "", "whole.zip"), (await exampleOf(dailyUpdate)).bytes)
  const ask = async (body: object) => {
    const response = await fetch(`${server.url}/api/import/daily-update`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    })
    return { response, told: (await response.json()) as Told }
  }
  const { response, told } = await ask({ filename: "whole.zip" })
  const progress_url = `/admin/imports/${told.job_id}/progress`
  expect([response.status, told]).toEqual([202, { job_id: told.job_id, progress_url }])
  expect(await over(`/api/import/daily-update/status/${told.job_id}`)).toMatchObject({ outcome: "complete" })
  expect((await fetch(server.url + progress_url)).headers.get("content-type")).toMatch(/text\/html/)
  expect((await ask({ filename: "whole.zip" })).told.job_id).toBe(told.job_id)
  expect((await ask({})).response.status).toBe(400)
  const next = await fetch(`${server.url}/api/import/daily-update/next`)
  const reason = expect.stringMatching(/^No extract of the register is stored\./)
  expect([next.status, await next.json()]).toEqual([200, { filename: null, reason }])
  expect((await ask({ filename: "not there.zip" })).told.code).toBe("file_not_found")
}, 30_000)
