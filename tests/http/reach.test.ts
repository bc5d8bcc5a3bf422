import { beforeAll, describe, expect, test } from "vitest"
import { type Endpoint, endpoints } from "../../lib/contract/endpoints.ts"
import { contacts } from "../../lib/datasets/contacts.ts"
import { qaPairs } from "../../lib/datasets/qa-pairs.ts"
import { taxonomy } from "../../lib/datasets/taxonomy.ts"
import type { Handler } from "../../lib/http/route.ts"
import { importFiles, textFile } from "../support/imports.ts"
import { sharedLab } from "../support/own-lab.ts"
import { apiOn } from "./own-api.ts"

const WHO = {
  viewer: { role: "viewer" },
  operator: { role: "operator" },
  people: { role: "operator", datasets: ["contacts"] },
  colleague: { role: "operator", datasets: ["contacts"] },
  keeper: { role: "admin", datasets: ["contacts"] },
  red: { role: "operator", projects: ["red"] },
  nothing: { role: "admin", datasets: [] },
  nowhere: { role: "admin", projects: [] },
  admin: { role: "admin" },
} as const
type Who = keyof typeof WHO

const keyOf = (name: string) => `the key of ${name}`.padEnd(32, ".")

const keys = Object.entries(WHO).map(([name, more]) => ({ name, key: keyOf(name), ...more }))
const lab = sharedLab({ SLUICE_API_KEYS: JSON.stringify(keys) })
let api: Handler
const jobs: Record<"contacts" | "qa-pairs" | "taxonomy", string> = {
  contacts: "",
  "qa-pairs": "",
  taxonomy: "",
}

beforeAll(async () => {
  api = await apiOn(lab.effects)
  const people = textFile("p.csv", "email,city\nann@example.org,Gent\n")
  jobs.contacts = (await importFiles(lab, contacts, people)).job_id
  jobs["qa-pairs"] = (
    await importFiles(lab, qaPairs, textFile("q.csv", "question,answer\nWhy?,So.\n"))
  ).job_id
  const pages = textFile("u.csv", "url,title\nhttps://example.org/a,A\n")
  jobs.taxonomy = (await importFiles(lab, taxonomy, pages, { project_id: "red" })).job_id
})

const CALLS = Object.entries<Endpoint>(endpoints).flatMap(([name, { method, path, access }]) =>
  access === "public"
    ? []
    : [[name, method, path.replace(/:dataset/, "contacts").replace(/:\w+/g, "0"), access] as const],
)

describe("every call", () => {
  test.each(CALLS)(
    "%s (%s %s) is for whoever has the role %s, and for nobody without a key",
    async (_name, method, path, access) => {
      const keyless = await api(new Request(`http://localhost${path}`, { method }))
      expect(keyless.status).toBe(401)
      if (access === "scheduler") return
      const roles = ["viewer", "operator", "admin"] as const
      for (const role of roles) {
        const [status] = await refusal(role, method, path, method === "POST" ? {} : undefined)
        const may = roles.indexOf(role) >= roles.indexOf(access)
        expect([role, status === 403]).toEqual([role, !may])
      }
    },
  )
})

async function send(who: Who, method: string, path: string, body?: object) {
  const headers = { "x-api-key": keyOf(who), ...(body && { "content-type": "application/json" }) }
  const init = { method, headers, ...(body && { body: JSON.stringify(body) }) }
  const response = await api(new Request(`http://localhost${path}`, init))
  const text = await response.text()
  const told = text.startsWith("{") ? (JSON.parse(text) as Record<string, unknown>) : {}
  return { status: response.status, told }
}

const refusal = async (...asked: Parameters<typeof send>) => {
  const { status, told } = await send(...asked)
  return [status, told.code]
}

test("a key of other datasets, or of some projects, is not told which extract comes next", async () => {
  const next = (who: Who) => refusal(who, "GET", "/api/import/daily-update/next")
  expect(await next("people")).toEqual([403, "dataset_forbidden"])
  expect(await next("red")).toEqual([403, "project_forbidden"])
  expect((await next("operator"))[0]).toBe(200)
})

const SEEN: [Who, (keyof typeof jobs)[]][] = [
  ["people", ["contacts"]],
  ["red", ["taxonomy"]],
  ["nothing", []],
  ["nowhere", []],
  ["admin", ["contacts", "qa-pairs", "taxonomy"]],
]

describe.each(SEEN)("a key of %s", (who, seen) => {
  test(`sees the imports of ${seen.join(", ") || "nobody"} only, in the list and one by one`, async () => {
    const { told } = await send(who, "GET", "/api/imports")
    const listed = (told.imports as { dataset: string }[]).map(({ dataset }) => dataset)
    expect(listed.sort()).toEqual([...seen].sort())
    for (const [dataset, job_id] of Object.entries(jobs)) {
      const about = await refusal(who, "GET", `/api/import/${dataset}/status/${job_id}`)
      const applied = await refusal(who, "POST", `/api/import/${dataset}/process-batch`, { job_id })
      const hidden = !seen.some((one) => one === dataset)
      expect([dataset, about[0], applied[0]]).toEqual([dataset, hidden ? 404 : 200, hidden ? 404 : 200])
    }
  })

  test("is offered, reads, tries and imports no other datasets either", async () => {
    const { told } = await send(who, "GET", "/api/datasets")
    const offered = (told.datasets as { dataset: string }[]).map(({ dataset }) => dataset)
    if (who !== "admin") expect(offered).toEqual(seen)
    const { told: data } = await send(who, "GET", "/api/data")
    const readable = (data.tables as { dataset: string }[]).map(({ dataset }) => dataset)
    expect([...new Set(readable)].sort()).toEqual([...offered].sort())
    const rows = [{ email: "bo@example.org", question: "Who?", answer: "Bo.", url: "https://example.org/b" }]
    const tables = { contacts: "contact_persons", "qa-pairs": "qa_pairs", taxonomy: "taxonomy_nodes" }
    for (const [dataset, table] of Object.entries(tables)) {
      const within = seen.some((one) => one === dataset)
      const code = expect.stringMatching(/^(dataset|project)_forbidden$/)
      const read = await refusal(who, "GET", `/api/data/${table}`)
      expect([dataset, ...read]).toEqual([dataset, ...(within ? [200, undefined] : [403, code])])
      const row = await refusal(who, "GET", `/api/data/${table}/0199aaaa-0000-7000-8000-000000000000`)
      expect([dataset, ...row]).toEqual([dataset, ...(within ? [404, "row_not_found"] : [403, code])])
      const found = await refusal(who, "GET", `/api/search/${table}?words=why`)
      const answer = dataset === "qa-pairs" ? [200, undefined] : [422, "not_searchable"]
      expect([dataset, ...found]).toEqual([dataset, ...(within ? answer : [403, code])])
      if (within) continue
      const previewed = await refusal(who, "POST", `/api/datasets/${dataset}/preview`, {
        filename: "none.csv",
      })
      const prepared = await refusal(who, "POST", `/api/import/${dataset}/prepare`, { rows })
      expect([previewed, prepared]).toEqual([
        [403, code],
        [403, code],
      ])
    }
  })
})

test("a feed is there for keys of its dataset only, and only an admin is told whole addresses", async () => {
  const made = await send("admin", "POST", "/api/feeds", {
    ...{ name: "people", dataset: "contacts", schedule: "0 7 * * *", source: { prefix: "people-" } },
    ...{ notify: "ann@example.org", webhook_url: "https://hooks.example.org/secret" },
  })
  expect(made.status).toBe(201)
  const path = `/api/feeds/${made.told.feed_id}`
  const seen = async (who: Who) => {
    const { told } = await send(who, "GET", "/api/feeds")
    return (told.feeds as { notify: string; webhook_url: string }[])[0]
  }
  expect(await seen("admin")).toMatchObject({
    notify: "ann@example.org",
    webhook_url: "https://hooks.example.org/secret",
  })
  expect(await seen("people")).toMatchObject({ webhook_url: "hooks.example.org" })
  expect((await seen("people"))?.notify).not.toBe("ann@example.org")
  for (const who of ["red", "nothing", "nowhere"] as const) {
    expect([who, await seen(who)]).toEqual([who, undefined])
    const calls: [string, string, object?][] = [
      ["GET", path],
      ["GET", `${path}/runs`],
    ]
    if (who === "red") calls.push(["POST", `${path}/run`, {}])
    else calls.push(["PATCH", path, { paused: true }], ["DELETE", path])
    for (const call of calls)
      expect([who, call, ...(await refusal(who, ...call))]).toEqual([who, call, 404, "feed_not_found"])
  }
  expect((await send("people", "POST", `${path}/run`, {})).told.run).toMatchObject({ result: "nothing_new" })
  expect(await refusal("people", "POST", "/api/feeds", {})).toEqual([403, "forbidden"])
  expect((await send("admin", "DELETE", path)).status).toBe(200)
})

test("a stored file is its sender's for keys of some datasets as well, and no feed takes what they may not see", async () => {
  const form = new FormData()
  form.set("file", new Blob(["email\nsecret@example.org\n"]), "people-secret.csv")
  const headers = { "x-api-key": keyOf("operator") }
  const stored = await api(
    new Request("http://localhost/api/uploads", { method: "POST", headers, body: form }),
  )
  const { filename } = (await stored.json()) as { filename: string }
  const listed = async (who: Who) => JSON.stringify((await send(who, "GET", "/api/uploads")).told.uploads)
  expect(await listed("admin")).toContain(filename)
  for (const who of ["people", "nothing", "red"] as const)
    expect([who, await listed(who)]).toEqual([who, "[]"])
  for (const path of ["/api/datasets/contacts/preview", "/api/import/contacts/prepare"])
    expect(await refusal("people", "POST", path, { filename })).toEqual([404, "file_not_found"])
  expect((await send("operator", "POST", "/api/datasets/contacts/preview", { filename })).status).toBe(200)
  const feed = { name: "all", dataset: "contacts", schedule: "0 7 * * *", source: { prefix: "people" } }
  expect(await refusal("keeper", "POST", "/api/feeds", feed)).toEqual([403, "project_forbidden"])
  await lab.effects.store.remove(filename)
})

test("what is about everything is for no key that is for a part", async () => {
  for (const [who, method, path] of [
    ["people", "GET", "/api/metrics"],
    ["red", "GET", "/api/diagnose"],
    ["nothing", "POST", "/api/backup"],
    ["nowhere", "POST", "/api/backup"],
  ] as const)
    expect([path, ...(await refusal(who, method, path))]).toEqual([path, 403, "project_forbidden"])
  expect((await send("viewer", "GET", "/api/metrics")).status).toBe(200)
  expect((await send("operator", "GET", "/api/diagnose")).told.findings).toBeDefined()
})

test("what others have brought only an admin takes back; what it would do anybody may ask who may import", async () => {
  const rows = [{ email: "cy@example.org" }]
  const { told } = await send("people", "POST", "/api/import/contacts/prepare", { rows })
  const job_id = String(told.job_id)
  for (let left = 3; left > 0; left -= 1)
    await send("people", "POST", "/api/import/contacts/process-batch", { job_id })
  await send("people", "POST", "/api/import/contacts/finalize", { job_id })
  const undo = (who: Who, body: object = {}) =>
    refusal(who, "POST", "/api/import/contacts/rollback", { job_id, ...body })
  expect(await undo("colleague")).toEqual([403, "forbidden"])
  expect(await undo("colleague", { dry_run: true })).toEqual([200, undefined])
  expect(await refusal("colleague", "DELETE", `/api/imports/${job_id}/rollback`)).toEqual([403, "forbidden"])
  expect(await undo("people")).toEqual([200, undefined])
  const theirs = await refusal("admin", "POST", "/api/import/contacts/rollback", { job_id: jobs.contacts })
  expect(theirs).toEqual([200, undefined])
})
