import { writeFileSync } from "node:fs"
import type { ServerResponse } from "node:http"
import { join } from "node:path"
import { expect, test } from "vitest"
import { endpoints } from "../../lib/contract/index.ts"
import type { Api, ApiOptions } from "../../scripts/command/api.ts"
import { connect } from "../../scripts/command/connect.ts"
import { sendInParts } from "../../scripts/command/send-parts.ts"
import { serve } from "../store/file-server.ts"
import { sharedFolder } from "../support/own-lab.ts"

type Answer = (response: ServerResponse) => void

const folder = sharedFolder()
const STORED = { filename: "people.csv", original_name: "people.csv", bytes: 6, sha256: null }
const JOB = { params: { job_id: "01a20233-a927-7c00-b91f-c16a894e5410" } }

/** A call to a server that answers the first time like this, and from then on as it should. */
async function asked<T>(first: Answer, then: Answer, call: (api: Api, options: ApiOptions) => Promise<T>) {
  const server = await serve((_request, response, number) => (number === 1 ? first : then)(response))
  const told: string[] = []
  const options = {
    tell: (sentence: string) => void told.push(sentence),
    signal: new AbortController().signal,
  }
  try {
    const api = await connect(server.url(""), options)
    return { answer: await call(api, options), told, requests: server.requests.length }
  } finally {
    await server.close()
  }
}

const json =
  (answer: unknown): Answer =>
  (response) =>
    response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(answer))

const page =
  (status: number): Answer =>
  (response) =>
    response.writeHead(status, { "content-type": "text/html" }).end("<h1>Not now</h1>")

/** The connection is lost in the midst of the body. */
const cutOff: Answer = (response) => {
  response.writeHead(200, { "content-type": "application/json", "content-length": "100" })
  response.write('{"feeds":', () => response.destroy())
}

const feeds = (api: Api) => api.call(endpoints.feeds)
const errors = (api: Api) => api.csv(endpoints.rowErrors, JOB)

test.each([429, 502, 503, 504])(
  "a %i of what stands before the server is waited for, and that is said",
  async (status) => {
    const { answer, told, requests } = await asked(page(status), json({ feeds: [] }), feeds)
    expect({ answer, requests }).toEqual({ answer: { feeds: [] }, requests: 2 })
    expect(told).toEqual([
      expect.stringMatching(
        new RegExp(`cannot be reached: what stands before it answered ${status}\\. Trying again in \\d s`),
      ),
    ])
  },
)

test.each([200, 404, 500])("what answers %i and is no Sluice is not asked again", async (status) => {
  const refused = asked(page(status), json({ feeds: [] }), feeds)
  await expect(refused).rejects.toMatchObject({
    code: "strange_answer",
    detail: expect.stringContaining("Is the address right?"),
  })
})

test("a call is made again whose connection is lost while its answer arrives", async () => {
  const { answer, told } = await asked(cutOff, json({ feeds: [] }), feeds)
  expect(answer).toEqual({ feeds: [] })
  expect(told).toEqual([expect.stringMatching(/cannot be reached \(.+\)\. Trying again/)])
})

test("one that may take long is as well", async () => {
  const refused = asked(cutOff, page(404), (api) => api.call(endpoints.diagnose))
  await expect(refused).rejects.toMatchObject({ code: "strange_answer", status: 404 })
})

test.each([
  ["away", page(503)],
  ["lost while it answers", cutOff],
])("a CSV is asked for again of a server that is %s", async (_how, first) => {
  const bytes = Buffer.from([0x4d, 0xfc, 0x0d, 0x0a])
  const { answer, requests } = await asked(first, (response) => response.writeHead(200).end(bytes), errors)
  expect(requests).toBe(2)
  expect(Buffer.from(answer)).toEqual(bytes)
})

test("a part of a file is sent again when the store's answer to it is lost", async () => {
  const path = join(folder, "people.csv")
  writeFileSync(path, "email\n")
  const store = await serve((_request, response, number) => {
    if (number === 1) return cutOff(response)
    response.writeHead(200, { etag: '"one"' }).end()
  })
  const whole = { upload_id: "u", filename: "people.csv", bytes: 6, part_bytes: 6 }
  const plan = { ...whole, parts: [{ number: 1, url: store.url("/part") }] }
  const file = { name: "people.csv", bytes: 6, onBytes() {}, path }
  try {
    const { answer, told } = await asked(json(plan), json(STORED), (api, options) =>
      sendInParts(api, { ...file, ...options }),
    )
    expect(answer).toBe(STORED.filename)
    expect(told).toEqual([expect.stringContaining("cannot be reached. Trying again")])
  } finally {
    await store.close()
  }
})
