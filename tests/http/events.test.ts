import { beforeAll, expect, test } from "vitest"
import { ImportEvents } from "../../lib/contract/index.ts"
import { smallFull } from "../support/handmade.ts"
import { ownApi } from "./own-api.ts"
import { KEYS, WITH_KEYS } from "./small-api.ts"

const { api } = ownApi(WITH_KEYS)
let path: string

beforeAll(async () => {
  const form = new FormData()
  form.append("file", new Blob([new Uint8Array((await smallFull(2)).bytes)]), "extract.zip")
  const headers = { "x-api-key": KEYS.operator }
  const url = "http://localhost/api/import/daily-update/prepare"
  const prepared = await api(new Request(url, { method: "POST", body: form, headers }))
  const { job_id } = (await prepared.json()) as { job_id: string }
  path = `http://localhost/api/imports/${job_id}/events`
})

const ask = (url: string, headers: Record<string, string> = { "x-api-key": KEYS.viewer }, method = "GET") =>
  api(new Request(url, { method, headers }))

/** The first events of a stream, which is then left. */
async function first(response: Response, count: number): Promise<string[]> {
  const reader = response.body?.getReader()
  let text = ""
  while (text.split("\n\n").length <= count) text += new TextDecoder().decode((await reader?.read())?.value)
  await reader?.cancel()
  return text.split("\n\n").slice(0, count)
}

test("the status comes as the first event, with an id to come back with", async () => {
  const response = await ask(path)
  expect(response.status).toBe(200)
  expect(response.headers.get("content-type")).toBe("text/event-stream")
  expect(Number(response.headers.get("x-sluice-statements"))).toBe(2)
  const [retry, event = ""] = await first(response, 2)
  expect(retry).toBe("retry: 2000")
  const [id, name, data = ""] = event.split("\n")
  expect(id).toMatch(/^id: [0-9a-f]{32}$/)
  expect(name).toBe("event: progress")
  const sent = JSON.parse(data.replace("data: ", ""))
  const status = await ask(path.replace(/imports\/(.*)\/events/, "import/daily-update/status/$1"))
  expect(ImportEvents.shape.progress.parse(sent)).toEqual(await status.json())
})

test("an import that is over and known already is only told to be over", async () => {
  const job_id = path.split("/").at(-2)
  const url = "http://localhost/api/import/daily-update/control"
  const body = JSON.stringify({ job_id, action: "cancel" })
  const headers = { "x-api-key": KEYS.operator, "content-type": "application/json" }
  await api(new Request(url, { method: "POST", body, headers }))
  const told = await (await ask(path)).text()
  expect(told).toMatch(/event: end\ndata: \{"reason":"finished"\}\n\n$/)
  const id = /id: (\w+)/.exec(told)?.[1] ?? ""
  const again = await ask(path, { "x-api-key": KEYS.viewer, "last-event-id": id })
  expect(await again.text()).toBe('retry: 2000\n\nevent: end\ndata: {"reason":"finished"}\n\n')
})

test("whoever may not look, and an unknown import, get a problem instead of a stream", async () => {
  const refused = await ask(path, {})
  expect([refused.status, refused.headers.get("content-type")]).toEqual([401, "application/problem+json"])
  const unknown = await ask(path.replace(/imports\/.*\/events/, "imports/nonsense/events"))
  expect(unknown.status).toBe(404)
  expect(await unknown.json()).toMatchObject({ code: "job_not_found" })
})

test("HEAD is answered without the stream", async () => {
  const response = await ask(path, { "x-api-key": KEYS.viewer }, "HEAD")
  expect(response.headers.get("content-type")).toBe("text/event-stream")
  expect(response.body).toBeNull()
})
