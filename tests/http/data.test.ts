import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterEach, beforeAll, describe, expect, test } from "vitest"
import { contacts } from "../../lib/datasets/contacts.ts"
import { documents } from "../../lib/datasets/documents.ts"
import { listDatasets } from "../../lib/datasets/index.ts"
import { taxonomy } from "../../lib/datasets/taxonomy.ts"
import { type Cell, csvLine } from "../../lib/http/csv.ts"
import { dataFile } from "../../lib/http/downloads.ts"
import type { Handler } from "../../lib/http/route.ts"
import { listen } from "../../lib/http/server.ts"
import { writeData } from "../../lib/import/rows/write-data.ts"
import { importExtract } from "../support/drive.ts"
import { enterprise, handmade, line, upTo } from "../support/handmade.ts"
import { importFiles, textFile, undo } from "../support/imports.ts"
import { sharedLab } from "../support/own-lab.ts"
import { inLongRuns } from "../support/rounds.ts"
import { apiOn } from "./own-api.ts"

const KEYS = ["red", "blue", "green", "every", "nobody"] as const
const PROJECTS = { red: ["red"], blue: ["blue"], green: ["green"], every: ["*"], nobody: [] }
type Key = (typeof KEYS)[number]

const keys = KEYS.map((name) => ({
  name,
  projects: PROJECTS[name],
  role: "viewer",
  key: `the ${name} key, which is long enough for one`,
}))
const lab = sharedLab({ SLUICE_API_KEYS: JSON.stringify(keys) })
let api: Handler
beforeAll(async () => {
  api = await apiOn(lab.effects)
})

const get = (path: string, key: Key = "every") =>
  api(
    new Request(`http://localhost/api/data/${path}`, {
      headers: { "x-api-key": `the ${key} key, which is long enough for one` },
    }),
  )

interface Answer {
  rows: Record<string, unknown>[]
  next_cursor: string | null
}

async function read(path: string, key: Key = "every"): Promise<Answer> {
  const response = await get(path, key)
  const text = await response.text()
  expect(response.status, text).toBe(200)
  return JSON.parse(text)
}

/** One column of the rows that are answered. */
async function column(name: string, path: string, key: Key = "every"): Promise<unknown[]> {
  return (await read(path, key)).rows.map((row) => row[name])
}

/** One column of all rows, page by page. */
async function paged(name: string, path: string, limit: number): Promise<unknown[]> {
  const found: unknown[] = []
  let cursor: string | null = null
  do {
    const more: string = cursor === null ? "" : `&cursor=${cursor}`
    const page: Answer = await read(`${path}${path.includes("?") ? "&" : "?"}limit=${limit}${more}`)
    expect(page.rows.length).toBeLessThanOrEqual(limit)
    if (page.next_cursor !== null) expect(page.rows).toHaveLength(limit)
    found.push(...page.rows.map((row) => row[name]))
    cursor = page.next_cursor
  } while (cursor !== null)
  return found
}

async function refusal(path: string, key: Key = "every"): Promise<[number, string, string]> {
  const response = await get(path, key)
  const { code, detail } = (await response.json()) as { code: string; detail: string }
  return [response.status, code, detail]
}

const people = (...lines: string[]) =>
  textFile("people.csv", ["email,first_name,city,tags", ...lines].join("\n"))

describe("the rows of contacts", () => {
  let first: string
  let second: string
  beforeAll(async () => {
    const sent = people("ann@x.be,Ann,Gent,a;b", "ben@x.be,Ben,Luik,", "cas@x.be,Cas,,")
    first = (await importFiles(lab, contacts, sent)).job_id
    const again = people("ben@x.be,Ben,Namen,", "cas@x.be,Cas,Élan,", "dirk@x.be,=Dirk,Gent,")
    second = (await importFiles(lab, contacts, again, { duplicates: "merge" })).job_id
  })

  test("are read by their columns, with an id, by the table's name in a report or in SQL", async () => {
    const { rows, next_cursor } = await read("contact_persons")
    expect(next_cursor).toBeNull()
    expect(rows.map(({ first_name }) => first_name)).toEqual(["Ann", "Ben", "Cas", "=Dirk"])
    expect(rows[0]).toMatchObject({ email: "ann@x.be", phone: null, tags: ["a", "b"], imported_from: first })
    const ids = await lab.read("select id from contact_person order by id")
    expect(rows.map(({ id }) => ({ id }))).toEqual(ids)
    expect(Object.keys(rows[0] ?? {}).filter((name) => name.startsWith("_"))).toEqual([])
    expect(await read("contact_person")).toEqual({ rows, next_cursor })
  })

  test("are those an import has inserted, merged or updated, or all of them", async () => {
    const of = (job: string, change?: string) =>
      column("first_name", `contact_persons?job_id=${job}${change ? `&change=${change}` : ""}`)
    expect(await of(first, "inserted")).toEqual(["Ann", "Ben", "Cas"])
    expect(await of(second, "inserted")).toEqual(["=Dirk"])
    expect(await of(second, "merged")).toEqual(["Cas"])
    expect(await of(second, "updated")).toEqual([])
    expect(await of(second, "closed")).toEqual([])
    expect(await of(second)).toEqual(["Cas", "=Dirk"])
  })

  test("come page by page, each row once, in any order that is asked for", async () => {
    const all = await column("id", "contact_persons")
    expect(await paged("id", "contact_persons", 1)).toEqual(all)
    expect(await paged("id", "contact_persons?sort=-id", 3)).toEqual([...all].reverse())
    const cities = ["Gent", "Gent", "Luik", "Élan", null]
    expect(await paged("city", "contact_persons?sort=city", 1)).toEqual(
      cities.filter((city) => city !== null),
    )
    await lab.run("update contact_person set city = null where first_name = 'Ann'")
    expect(await paged("city", "contact_persons?sort=city", 1)).toEqual(["Gent", "Luik", "Élan", null])
    expect(await paged("city", "contact_persons?sort=-city", 1)).toEqual([null, "Élan", "Luik", "Gent"])
    expect(await paged("email", "contact_persons?sort=-created_at", 2)).toEqual([
      "dirk@x.be",
      "cas@x.be",
      "ben@x.be",
      "ann@x.be",
    ])
  })

  test("come page by page each once also where their texts begin alike for long", async () => {
    const long = "x".repeat(120)
    const alike = ["b", "a", "c"].map((last) => `${last}@long.be,${last},${long}${last},`)
    const job = (await importFiles(lab, contacts, people(...alike))).job_id
    const wanted = `contact_persons?search=long.be&sort=`
    for (const sort of ["city", "-city"]) {
      const names = await paged("first_name", wanted + sort, 1)
      expect(names.sort()).toEqual(["a", "b", "c"])
      const all = await paged("id", `contact_persons?sort=${sort}`, 2)
      expect(new Set(all).size).toBe(all.length)
      expect(all).toHaveLength((await column("id", "contact_persons")).length)
    }
    await undo(lab, job)
  })

  test("are found by words in any of their texts, however these are written", async () => {
    expect(await column("first_name", "contact_persons?search=ELAN")).toEqual(["Cas"])
    expect(await column("first_name", "contact_persons?search=x.be%20%20luik")).toEqual(["Ben"])
    expect(await column("first_name", "contact_persons?search=luik%20gent")).toEqual([])
    expect(await column("first_name", "contact_persons?search=%25")).toEqual([])
  })

  test("that an import has changed are not made up once nobody knows them any more", async () => {
    await undo(lab, second)
    const [status, code, detail] = await refusal(`contact_persons?job_id=${second}&change=merged`)
    expect([status, code]).toEqual([410, "journal_gone"])
    expect(detail).toContain("no longer known")
    expect(await column("first_name", `contact_persons?job_id=${second}&change=inserted`)).toEqual([])
  })
})

describe("the rows of a register", () => {
  let full: string
  let update: string
  beforeAll(async () => {
    full = await importExtract(
      lab,
      await handmade({
        number: 4,
        type: "full",
        code: ["Status,AC,NL,Actief", "Status,ST,NL,Gestopt"],
        lines: {
          enterprise: upTo(3).map((n) => line.enterprise(n)),
          establishment: [`"2.000.000.339","01-02-2003","${enterprise(1)}"`],
          denomination: upTo(3).map((n) => line.name(n, `Naam ${n}`)),
          activity: upTo(3).flatMap((n) => [line.activity(n, "62020"), line.activity(n, "62010")]),
        },
      }),
    )
    update = await importExtract(
      lab,
      await handmade({
        number: 6,
        type: "update",
        code: ["Status,AC,NL,Actief!", "Status,XX,NL,Nieuw"],
        lines: {
          activity_delete: [line.key(1), line.key(3)],
          activity_insert: [line.activity(1, "62010"), line.activity(1, "70100")],
        },
      }),
      { allow_gap: true },
    )
  })

  const nace = (query: string) => column("nace_code", `activities${query}`)

  test("are the current ones, in the order of the entities' numbers, with an id made of their identity", async () => {
    const { rows } = await read("activities")
    expect(rows.map(({ entity_number, nace_code }) => [entity_number, nace_code])).toEqual([
      [enterprise(1), "62010"],
      [enterprise(1), "70100"],
      [enterprise(2), "62010"],
      [enterprise(2), "62020"],
    ])
    expect(rows[0]).toMatchObject({
      id: `${enterprise(1)}_001_2025_62010_MAIN`,
      entity_type: "enterprise",
      _is_current: true,
      _extract_number: 6,
    })
    expect(await column("primary_name", `enterprises?search=NAAM%20${enterprise(2)}`)).toEqual(["Naam 2"])
    expect(await paged("id", "activities?sort=-entity_number", 1)).toEqual(rows.map(({ id }) => id).reverse())
  })

  test("are found by their number however it is written, and by what it begins with", async () => {
    const found = (search: string) =>
      column("primary_name", `enterprises?column=entity_number&search=${encodeURIComponent(search)}`)
    const number = enterprise(2)
    const digits = number.replaceAll(".", "")
    for (const written of [number, digits, number.replaceAll(".", " "), `0${Number(digits)}`])
      for (const before of ["", "BE", "BE ", "be "]) expect(await found(before + written)).toEqual(["Naam 2"])
    expect(await found(`BE ${number.slice(0, 8)}`)).toEqual(["Naam 1", "Naam 2", "Naam 3"])
    const ofUnits = (search: string) =>
      column("entity_number", `establishments?column=entity_number&search=${search}`)
    expect(await ofUnits("2000000339")).toEqual(["2.000.000.339"])
  })

  test("are those an import has opened or closed, those it has overwritten, and none that it has not", async () => {
    expect((await nace(`?job_id=${update}&change=inserted`)).sort()).toEqual(["62010", "70100"])
    expect((await nace(`?job_id=${update}&change=closed`)).sort()).toEqual([
      "62010",
      "62010",
      "62020",
      "62020",
    ])
    expect((await nace(`?job_id=${update}&change=gone`)).sort()).toEqual(["62010", "62020", "62020"])
    expect(await nace(`?job_id=${full}&change=gone`)).toEqual([])
    expect(await column("id", `codes?job_id=${full}&change=gone`)).toEqual([])
    expect(await nace(`?job_id=${update}`)).toHaveLength(6)
    expect(await paged("id", `activities?job_id=${update}`, 1)).toHaveLength(6)
    expect(await nace(`?job_id=${update}&change=updated`)).toEqual([])
    expect(await column("id", `codes?job_id=${update}&change=inserted`)).toEqual(["Status_XX_NL"])
    expect(await column("description", `codes?job_id=${update}&change=updated`)).toEqual(["Actief!"])
    expect(await column("code", `codes?job_id=${full}&change=inserted`)).toEqual(["AC", "ST"])
    expect(await paged("code", "codes?sort=description", 1)).toEqual(["AC", "ST", "XX"])
  })

  test("are those of an extract, or of the last one that a day could know", async () => {
    const then = ["62010", "62020", "62010", "62020", "62010", "62020"]
    for (const at of ["4", "5", "2025-10-05", "2025-10-06"]) expect(await nace(`?at=${at}`)).toEqual(then)
    for (const at of ["6", "2025-10-07", "2031-01-01"]) expect(await nace(`?at=${at}`)).toHaveLength(4)
    expect(await nace(`?at=4&job_id=${update}&change=closed`)).toHaveLength(4)
    for (const at of ["3", "7", "2025-10-04"]) {
      const [status, code, detail] = await refusal(`activities?at=${at}`)
      expect([status, code]).toEqual([422, "extract_unknown"])
      expect(detail).toContain("Extracts 4 to 6 were, the first of 2025-10-05.")
    }
    expect((await refusal("activities?at=yesterday"))[2]).toBe(
      "The query cannot be used – at: must be the number of an extract, or a day as 2025-01-31.",
    )
    for (const table of ["codes", "contact_persons"]) {
      expect((await refusal(`${table}?at=4`)).slice(0, 2)).toEqual([422, "no_history"])
    }
  })
})

describe("a file of rows", () => {
  const NAMES = [
    "plain",
    '"quoted", =1',
    "=1+1",
    "-2",
    "@home",
    "two\nlines",
    "\ttab",
    "it's",
    "＝wide",
    '"=1',
  ]
  const left = () => readdirSync(tmpdir()).filter((name) => name.startsWith("sluice-rows-"))
  let job: string
  beforeAll(async () => {
    const quoted = NAMES.map((name, n) => `n${n}@y.be,"${name.replaceAll('"', '""')}",,a;b`)
    job = (await importFiles(lab, contacts, people(...quoted))).job_id
    await lab.run(`update contact_person set first_name = E'\\ttab' where email = 'n6@y.be'`)
  })
  afterEach(() => expect(left()).toEqual([]))

  test("is a CSV by RFC 4180, cell by cell as other reports write theirs, and no formula of a spreadsheet", async () => {
    const { rows } = await read(`contact_persons?job_id=${job}&sort=email`)
    expect(rows.map(({ first_name }) => first_name)).toEqual(NAMES)
    const response = await get(`contact_persons?job_id=${job}&sort=email&format=csv`)
    expect(response.headers.get("content-disposition")).toContain('filename="contact_persons.csv"')
    const text = await response.text()
    expect(response.headers.get("content-length")).toBe(String(Buffer.byteLength(text)))
    const cell = (value: unknown) => (Array.isArray(value) ? JSON.stringify(value) : (value as Cell))
    const lines = rows.map((row) => csvLine(Object.values(row).map(cell)))
    expect(text).toBe(csvLine(Object.keys(rows[0] ?? {})) + lines.join(""))
  })

  test("is a Parquet file with the types of the columns, which SQL reads", async () => {
    const response = await get(`contact_persons?job_id=${job}&sort=-email&format=parquet`)
    const path = join(mkdtempSync(join(tmpdir(), "sluice-test-")), "rows.parquet")
    writeFileSync(path, Buffer.from(await response.arrayBuffer()))
    expect(await lab.read(`select email, first_name, tags from '${path}'`)).toEqual(
      NAMES.map((first_name, n) => ({ email: `n${n}@y.be`, first_name, tags: ["a", "b"] })).reverse(),
    )
    expect(await lab.read(`select typeof(created_at) as type from '${path}' limit 1`)).toEqual([
      { type: "TIMESTAMP" },
    ])
    rmSync(join(path, ".."), { recursive: true })
  })

  test("of every table is one, with the columns that its rows have, and of a project's rows those alone", async () => {
    for (const { key } of listDatasets().flatMap(({ tables }) => tables)) {
      const { rows } = await read(`${key}?limit=1`)
      const [header, ...lines] = (await (await get(`${key}?format=csv`)).text()).split("\r\n")
      if (rows[0]) expect(header?.split(",")).toEqual(Object.keys(rows[0]))
      else expect(lines).toEqual([""])
    }
    const titles = await (await get("taxonomy_nodes?format=csv", "green")).text()
    expect(titles.split("\r\n")).toHaveLength(2)
  })

  test("that nobody reads to its end is given up, and a HEAD has none", async () => {
    const response = await get("activities?format=csv")
    await response.body?.cancel()
    const head = await api(
      new Request("http://localhost/api/data/activities?format=parquet", {
        method: "HEAD",
        headers: { "x-api-key": "the every key, which is long enough for one" },
      }),
    )
    expect([head.status, await head.text()]).toEqual([200, ""])
  })

  inLongRuns(
    "breaks off where the call's time ends while it is sent, and is refused where it ends before",
    async () => {
      const now = lab.clock.now()
      const asked = { table: "activities", actor: { projects: ["*"] }, format: "csv" as const }
      const file = await writeData(asked, { ...lab.effects, deadline: now + 60_000 })
      const server = await listen(async () => dataFile("csv", file), "127.0.0.1", 0)
      lab.clock.advance(61)
      const response = await fetch(`http://127.0.0.1:${server.port}/`)
      expect(response.status).toBe(200)
      await expect(response.text()).rejects.toThrow("terminated")
      await server.stop(0)
      // Rows nobody comes to the end of.
      await lab.run(
        "alter table activity rename to few; create view activity as select few.* replace (classification || range as classification) from few, range(1000000000000)",
      )
      const late = writeData(
        { ...asked, search: "nothing has this" },
        { ...lab.effects, deadline: lab.clock.now() },
      )
      await expect(late).rejects.toMatchObject({ status: 422, code: "export_too_large" })
      await lab.run(
        "create or replace view activity as select few.* replace (repeat('x', 100000) as classification) from few, range(1000000000000)",
      )
      // Of a function's disk it takes no more than its share.
      const effects = { ...lab.effects, config: { ...lab.effects.config, on_vercel: true } }
      const large = writeData(asked, { ...effects, deadline: lab.clock.now() + 600_000 })
      await expect(large).rejects.toMatchObject({ status: 422, code: "export_too_large" })
      await lab.run("drop view activity; alter table few rename to activity")
    },
  )

  test("is refused in a sentence where the disk is full, or the database has not the memory", async () => {
    const asked = { table: "activities", actor: { projects: ["*"] }, format: "parquet" as const }
    const instead = async (columns: string, from: string, work: () => Promise<unknown>) => {
      await lab.run(
        `alter table activity rename to few; create view activity as select few.* replace (${columns}) from ${from}`,
      )
      await work()
      await lab.run("drop view activity; alter table few rename to activity")
    }
    await instead("error('Could not write: No space left on device') as classification", "few", async () => {
      const [status, code, detail] = await refusal("activities?format=parquet")
      expect([status, code]).toEqual([507, "disk_full"])
      expect(detail).toContain("Make room")
      // Nobody can make room where a function runs.
      const there = writeData(asked, { ...lab.effects, deadline: lab.clock.now() + 60_000 })
      await expect(there).rejects.toMatchObject({ status: 422, code: "export_too_large" })
    })
    await instead("classification || range as classification", "few, range(5000000)", async () => {
      const [had] = await lab.read("select current_setting('memory_limit') as memory")
      await lab.run("set memory_limit = '30MB'; set max_temp_directory_size = '0KB'")
      const [status, code, detail] = await refusal("activities?format=csv&sort=classification")
      await lab.run(`set memory_limit = '${had?.memory}'; reset max_temp_directory_size`)
      expect([status, code]).toEqual([422, "export_too_large"])
      expect(detail).toContain("copy (select * from activity)")
    })
  })
})

describe("what belongs to a project", () => {
  test("is read by keys of that project alone, and an import of another one does not exist", async () => {
    const page = (name: string) => textFile(`${name}.csv`, `url,title\nhttps://example.org/${name},${name}\n`)
    const red = (await importFiles(lab, taxonomy, page("red"), { project_id: "red" })).job_id
    await importFiles(lab, taxonomy, page("blue"), { project_id: "blue" })
    const titles = (key: Key, query = "") => column("title", `taxonomy_nodes${query}`, key)
    expect((await titles("every")).sort()).toEqual(["blue", "red"])
    for (const query of ["", "?search=example.org", "?sort=-url", "?limit=1"]) {
      expect(await titles("red", query)).toEqual(["red"])
      expect(await titles("blue", query)).toEqual(["blue"])
      expect(await refusal(`taxonomy_nodes${query}`, "nobody")).toMatchObject([403, "project_forbidden", /./])
    }
    expect(await titles("red", `?job_id=${red}`)).toEqual(["red"])
    expect(await refusal(`taxonomy_nodes?job_id=${red}`, "blue")).toMatchObject([404, "job_not_found", /./])
  })
})

test("every table of every dataset can be read, the parts of rows included", async () => {
  await importFiles(lab, documents, textFile("rules.txt", "No smoking. No running."))
  const keys = listDatasets().flatMap(({ tables }) => tables.map(({ key }) => key))
  for (const key of keys) await read(key)
  const [document] = (await read("documents")).rows
  expect((await read("document_chunks")).rows).toMatchObject([
    { document_id: document?.id, position: 1, text: "No smoking. No running." },
  ])
})

test.each([
  ["nothing", 404, "table_not_found", /Known are: codes, .*document_chunks, qa_pairs/],
  ["import_jobs", 404, "table_not_found", /./],
  ["enterprises?job_id=nonsense", 404, "job_not_found", /./],
  ["enterprises?job_id=0199aaaa-0000-7000-8000-000000000000", 404, "job_not_found", /./],
  ["enterprises?change=inserted", 400, "invalid_request", /job_id/],
  ["enterprises?change=eaten", 400, "invalid_request", /./],
  ["enterprises?at=yesterday", 400, "invalid_request", /./],
  ["enterprises?at=2025-02-30", 400, "invalid_request", /./],
  ["enterprises?limit=1001", 400, "invalid_request", /./],
  ["enterprises?format=csv&limit=5", 400, "invalid_request", /format/],
  ["enterprises?format=xml", 400, "invalid_request", /./],
  ["nothing?format=csv", 404, "table_not_found", /./],
  ["codes?format=parquet&at=1", 422, "no_history", /./],
  ["enterprises?colour=red", 400, "invalid_request", /./],
  ["enterprises?sort=colour", 422, "column_not_found", /There are: entity_number, /],
  ["contact_persons?sort=tags", 422, "column_not_found", /./],
  ["contact_persons?sort=_entity_key", 422, "column_not_found", /./],
  ["contact_persons?cursor=nonsense", 400, "invalid_cursor", /./],
  [`contact_persons?cursor=${cursorOf(["a", "b"])}`, 400, "invalid_cursor", /./],
  [`contact_persons?cursor=${cursorOf(["no id"])}`, 400, "invalid_cursor", /./],
  [`contact_persons?cursor=${cursorOf([[]])}`, 400, "invalid_cursor", /./],
] as const)("%s is refused with %i %s", async (path, status, code, told) => {
  const [was, named, detail] = await refusal(path)
  expect([was, named], detail).toEqual([status, code])
  expect(detail).toMatch(told)
})

function cursorOf(place: unknown[]): string {
  return Buffer.from(JSON.stringify({ place: JSON.stringify(place) })).toString("base64url")
}
