import { readdirSync, rmSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { beforeAll, beforeEach, describe, expect, test } from "vitest"
import { type Endpoint, endpoints } from "../../lib/contract/endpoints.ts"
import { dailyUpdate } from "../../lib/datasets/daily-update.ts"
import { taxonomy } from "../../lib/datasets/taxonomy.ts"
import type { Database } from "../../lib/db/connection.ts"
import { liveEffects } from "../../lib/effects.ts"
import { assertStarts } from "../../lib/engine/admission/starts.ts"
import { ownApi } from "./own-api.ts"

const TAXONOMY = "/api/import/taxonomy"
const MOST_STARTS = 3
const PROJECTS = {
  red: ["red"],
  blue: ["blue"],
  both: ["red", "blue"],
  every: ["*"],
  few: ["few"],
  many: ["*"],
}
const KEYS = Object.entries(PROJECTS).map(([name, projects]) => ({
  name,
  projects,
  role: "operator",
  key: `the ${name} key, which is long enough for one`,
}))

const { env, api } = ownApi({
  SLUICE_API_KEYS: JSON.stringify(KEYS),
  SLUICE_STARTS_PER_MINUTE: String(MOST_STARTS),
})
let db: Database

beforeAll(async () => {
  db = (await liveEffects()).db
})
beforeEach(async () => {
  await db.use((connection) =>
    connection.run("update import_jobs set started_at = started_at - interval 1 hour"),
  )
})

function send(key: keyof typeof PROJECTS, method: string, path: string, body?: unknown): Promise<Response> {
  const form = body instanceof FormData
  const headers: Record<string, string> = { "x-api-key": `the ${key} key, which is long enough for one` }
  if (body !== undefined && !form) headers["content-type"] = "application/json"
  const init = body === undefined ? {} : { body: form ? body : JSON.stringify(body) }
  return api(new Request(`http://localhost${path}`, { method, headers, ...init } as RequestInit))
}

const answerOf = async (response: Response) => (await response.json()) as Record<string, unknown>

let made = 0
/** A taxonomy no other import has brought yet. */
function pages(options?: object): FormData {
  made += 1
  const form = new FormData()
  if (options) form.append("options", JSON.stringify(options))
  form.append(
    "file",
    new Blob([`url,title\nhttps://example.org/${made},Page ${made}\n`]),
    `pages-${made}.csv`,
  )
  return form
}

const prepare = (key: keyof typeof PROJECTS, options?: object) =>
  send(key, "POST", `${TAXONOMY}/prepare`, pages(options))

async function jobOf(key: keyof typeof PROJECTS, options?: object): Promise<string> {
  const response = await prepare(key, options)
  const answer = await answerOf(response)
  expect(response.status, JSON.stringify(answer)).toBe(201)
  return String(answer.job_id)
}

async function projectOf(job_id: string): Promise<unknown> {
  const sql = "select project_id from import_jobs where job_id = $job_id::uuid"
  return (await db.use((connection) => connection.rows(sql, { job_id })))[0]?.project_id
}

/** The rows there are of jobs and what belongs to them, and the files. */
async function traces(): Promise<unknown> {
  const sql =
    "select (select count(*) from import_jobs) as jobs, (select count(*) from import_job_files) as files"
  return [await db.use((connection) => connection.rows(sql)), readdirSync(env.SLUICE_FILES ?? "")]
}

const refusedLines = () =>
  db.use((connection) =>
    connection.rows<{ actor: string; detail: string }>(
      "select actor, detail from import_audit where event = 'import.refused' and job_id is null order by rowid",
    ),
  )

describe("an import of a dataset with projects", () => {
  test("belongs to the project it names, to a key's only one, or to the default one", async () => {
    expect(await projectOf(await jobOf("both", { project_id: "blue" }))).toBe("blue")
    expect(await projectOf(await jobOf("red"))).toBe("red")
    expect(await projectOf(await jobOf("every"))).toBe("default")
    expect(await projectOf(await jobOf("every", { project_id: "new one" }))).toBe("new one")
  })

  test.each([
    ["red", { project_id: "blue" }],
    ["red", { project_id: "default" }],
    ["both", undefined],
  ] as const)("is refused to %s with %j, leaving a line in the audit log only", async (key, options) => {
    const before = [await traces(), (await refusedLines()).length]
    const response = await prepare(key, options)
    expect(response.status).toBe(403)
    expect(await answerOf(response)).toMatchObject({ code: "project_forbidden" })
    const lines = await refusedLines()
    expect([await traces(), lines.length - 1]).toEqual(before)
    expect(lines.at(-1)).toMatchObject({ actor: key })
    expect(lines.at(-1)?.detail).toMatch(/^taxonomy: project_forbidden\. /)
  })

  test.each([
    ["daily-update", { project_id: "red" }],
    ["taxonomy", { project_id: "*" }],
  ])("is a bad request for %s with %j", async (dataset, options) => {
    const body = { filename: "a.csv", options }
    const response = await send("every", "POST", `/api/import/${dataset}/prepare`, body)
    expect(response.status).toBe(400)
    expect(await answerOf(response)).toMatchObject({ errors: [{ path: "options.project_id" }] })
  })

  test("brings the same content into each project of its own", async () => {
    const form = pages()
    const first = await answerOf(await send("red", "POST", `${TAXONOMY}/prepare`, form))
    const again = await send("red", "POST", `${TAXONOMY}/prepare`, form)
    expect([again.status, (await answerOf(again)).job_id]).toEqual([200, first.job_id])
    const other = await send("blue", "POST", `${TAXONOMY}/prepare`, form)
    expect(other.status).toBe(201)
    expect((await answerOf(other)).job_id).not.toBe(first.job_id)
  })
})

/** Every call about one import, with what it is sent. */
const CALLS: [name: keyof typeof endpoints, body?: object][] = [
  ["prepare", {}],
  ["processBatch", {}],
  ["processBatch", { table_name: "taxonomy_nodes", batch_number: 1 }],
  ["processBatch", { table_name: "nonsense", batch_number: 1 }],
  ["status"],
  ["finalize", {}],
  ["retryBatch", { all_failed: true }],
  ["retryBatch", { table_name: "taxonomy_nodes", batch_number: 1 }],
  ["control", { action: "pause" }],
  ["control", { action: "cancel" }],
  ["rollback", {}],
  ["rollback", { dry_run: true }],
  ["deleteRollback"],
  ["execute"],
  ["batches"],
  ["rowErrors"],
  ["report"],
  ["check"],
  ["audit"],
  ["rowsToMend"],
  ["mend", { dismiss_rest: true, reason: "none" }],
  ["events"],
]

describe("an import of another project", () => {
  test("every call about an import is tried here", () => {
    const about = Object.entries<Endpoint>(endpoints).filter(([, { path, body, form }]) => {
      const { shape = {} } = (body ?? form?.json ?? {}) as { shape?: object }
      return path.includes(":job_id") || "job_id" in shape
    })
    expect(about.length).toBeGreaterThan(11)
    const tried = new Set<string>(CALLS.map(([name]) => name))
    expect(about.map(([name]) => name).filter((name) => !tried.has(name))).toEqual([])
  })

  test.each(CALLS)("does not exist for %s %j", async (name, more) => {
    const { method, path } = endpoints[name] as Endpoint
    const before = await jobOf("red")
    const state = () =>
      db.use((connection) =>
        connection.rows("select status, updated_at from import_jobs where job_id = $id::uuid", {
          id: before,
        }),
      )
    const untouched = await state()
    const url = path.replace(":dataset", "taxonomy").replace(":job_id", before)
    const named = path.includes(":job_id") ? {} : { job_id: before }
    const response = await send("blue", method, url, more && { ...named, ...more })
    expect(response.status).toBe(404)
    expect(await answerOf(response)).toMatchObject({ code: "job_not_found" })
    expect(await state()).toEqual(untouched)
  })

  test("is not in the list, whose pages stay whole", async () => {
    const mine = [await jobOf("blue"), await jobOf("blue"), await jobOf("blue")]
    for (const key of ["red", "red", "red"] as const) await jobOf(key)
    const listed: string[] = []
    let cursor: unknown = null
    do {
      const path = `/api/imports?dataset=taxonomy&limit=2${cursor ? `&cursor=${cursor}` : ""}`
      const answer = await answerOf(await send("blue", "GET", path))
      const page = answer.imports as { job_id: string }[]
      cursor = answer.next_cursor
      if (cursor) expect(page).toHaveLength(2)
      listed.push(...page.map(({ job_id }) => job_id))
    } while (cursor)
    expect(listed.slice(0, 3)).toEqual(mine.reverse())
    const projects = await Promise.all(listed.map(projectOf))
    expect(new Set(projects)).toEqual(new Set(["blue"]))
    const everything = await answerOf(await send("every", "GET", "/api/imports?limit=500"))
    expect((everything.imports as unknown[]).length).toBeGreaterThan(listed.length + 3)
  })
})

describe("a stored file", () => {
  const FILES = "/api/uploads"
  const PREVIEW = "/api/datasets/taxonomy/preview"
  const store = async (key: keyof typeof PROJECTS) =>
    String((await answerOf(await send(key, "POST", FILES, pages()))).filename)
  const listedFor = async (key: keyof typeof PROJECTS) => {
    const { uploads } = await answerOf(await send(key, "GET", FILES))
    return (uploads as { filename: string }[]).map(({ filename }) => filename)
  }

  test("is for the key that stored it, and for keys of every project", async () => {
    const filename = await store("red")
    expect(await listedFor("red")).toEqual([filename])
    expect(await listedFor("blue")).toEqual([])
    expect(await listedFor("every")).toContain(filename)
    for (const [path, body] of [
      [PREVIEW, { filename }],
      [`${TAXONOMY}/prepare`, { filename }],
    ] as const) {
      const response = await send("blue", "POST", path, body)
      expect([response.status, (await answerOf(response)).code]).toEqual([404, "file_not_found"])
      expect((await send("red", "POST", path, body)).ok).toBe(true)
    }
    expect((await send("every", "POST", PREVIEW, { filename })).ok).toBe(true)
    await (await liveEffects()).store.remove(filename)
  })

  test("that was put into the folder by hand is for keys of every project only", async () => {
    const filename = "by-hand.csv"
    writeFileSync(join(env.SLUICE_FILES ?? "", filename), "url,title\nhttps://example.org/hand,Hand\n")
    expect(await listedFor("red")).toEqual([])
    expect((await send("red", "POST", PREVIEW, { filename })).status).toBe(404)
    expect(await listedFor("every")).toEqual([filename])
    expect((await send("every", "POST", PREVIEW, { filename })).ok).toBe(true)
    rmSync(join(env.SLUICE_FILES ?? "", filename))
  })
})

describe("a key that begins imports too often", () => {
  test("is told how long to wait, on its own account, and leaves nothing but a line in the log", async () => {
    for (let n = 0; n < MOST_STARTS; n += 1) await jobOf("few")
    const before = await traces()
    const refused = await prepare("few")
    expect(refused.status).toBe(429)
    const wait = Number(refused.headers.get("retry-after"))
    expect(Number.isInteger(wait) && wait >= 1 && wait <= 60, String(wait)).toBe(true)
    expect(await answerOf(refused)).toMatchObject({ code: "too_many_imports" })
    expect(await traces()).toEqual(before)
    expect((await refusedLines()).at(-1)).toMatchObject({ actor: "few" })
    await jobOf("many")
    await db.use((connection) =>
      connection.run(
        "update import_jobs set started_at = started_at - interval 61 second where started_by = 'few'",
      ),
    )
    await jobOf("few")
  })

  test("is no key at all where none is configured", async () => {
    const effects = await liveEffects()
    const open = { ...effects, config: { ...effects.config, api_keys: [] } }
    for (let n = 0; n < MOST_STARTS; n += 1) await jobOf("few")
    await db.use(async (connection) => {
      await expect(assertStarts(connection, taxonomy, "few", effects)).rejects.toThrow("Wait")
      await assertStarts(connection, taxonomy, "few", open)
      await assertStarts(connection, dailyUpdate, "few", effects)
    })
  })

  test("may not begin more by asking all at once", async () => {
    const responses = await Promise.all(Array.from({ length: 3 * MOST_STARTS }, () => prepare("many")))
    const statuses = responses.map(({ status }) => status).sort()
    expect(statuses.filter((status) => status === 201)).toHaveLength(MOST_STARTS)
    expect(statuses.filter((status) => status === 429)).toHaveLength(2 * MOST_STARTS)
    expect(readdirSync(env.SLUICE_FILES ?? "")).toEqual([])
  })
})
