import { beforeAll, describe, expect, test } from "vitest"
import type { DataAnswer, DataRowAnswer, DataTablesAnswer, SearchAnswer } from "../../lib/contract/index.ts"
import { contacts } from "../../lib/datasets/contacts.ts"
import { documents } from "../../lib/datasets/documents.ts"
import { listDatasets } from "../../lib/datasets/index.ts"
import { qaPairs } from "../../lib/datasets/qa-pairs.ts"
import { taxonomy } from "../../lib/datasets/taxonomy.ts"
import { EmbeddingError } from "../../lib/embeddings/index.ts"
import type { Handler } from "../../lib/http/route.ts"
import { searchRows } from "../../lib/import/rows/search-rows.ts"
import { importExtract } from "../support/drive.ts"
import { enterprise, handmade, line, upTo } from "../support/handmade.ts"
import { importFiles, textFile } from "../support/imports.ts"
import { sharedLab } from "../support/own-lab.ts"
import { apiOn } from "./own-api.ts"

const KEYS = { every: ["*"], red: ["red"], blue: ["blue"] }
const keyOf = (name: string) => `the ${name} key, which is long enough for one`

const keys = Object.entries(KEYS).map(([name, projects]) => {
  return { name, projects, role: "viewer", key: keyOf(name) }
})
const lab = sharedLab({ SLUICE_API_KEYS: JSON.stringify(keys) })
let api: Handler
beforeAll(async () => {
  api = await apiOn(lab.effects)
})

async function get<T>(path: string, key: keyof typeof KEYS = "every"): Promise<T> {
  const response = await api(new Request(`http://localhost${path}`, { headers: { "x-api-key": keyOf(key) } }))
  const text = await response.text()
  expect(response.status, text).toBe(200)
  return JSON.parse(text)
}

async function refusal(path: string, key: keyof typeof KEYS = "every"): Promise<[number, string, string]> {
  const response = await api(new Request(`http://localhost${path}`, { headers: { "x-api-key": keyOf(key) } }))
  const { code, detail } = (await response.json()) as { code: string; detail: string }
  return [response.status, code, detail]
}

const rowOf = (path: string, key?: keyof typeof KEYS) => get<DataRowAnswer>(`/api/data/${path}`, key)

const relatedIn = ({ related }: DataRowAnswer, column: string) =>
  Object.fromEntries(
    related
      .filter(({ rows }) => rows.length > 0)
      .map(({ name, rows }) => [name, rows.map((row) => row[column])]),
  )

describe("an enterprise", () => {
  const jobs: string[] = []
  beforeAll(async () => {
    const full = await handmade({
      number: 4,
      type: "full",
      code: [
        ...["Status,AC,NL,Actief", "Status,AC,FR,Actif", "Status,ST,NL,Gestopt"],
        ...["JuridicalSituation,050,NL,Faillissement", "Nace2025,62020,NL,Raad", "Nace2008,62020,NL,Iets"],
      ],
      lines: {
        enterprise: upTo(3).map((n) => line.enterprise(n)),
        denomination: upTo(3).map((n) => line.name(n, `Naam ${n}`)),
        contact: [line.contact(1, "01"), line.contact(1, "02")],
        activity: upTo(3).map((n) => line.activity(n, "62020")),
        establishment: [`"2.000.000.339","01-02-2003","${enterprise(1)}"`],
      },
    })
    jobs.push(await importExtract(lab, full))
    const update = await handmade({
      number: 6,
      type: "update",
      code: ["Status,AC,NL,Actief"],
      lines: {
        enterprise_delete: [line.key(1), line.key(3)],
        enterprise_insert: [line.enterprise(1, "050")],
        denomination_delete: [line.key(1), line.key(3)],
        denomination_insert: [line.name(1, "Nieuwe naam")],
        activity_delete: [line.key(1), line.key(3)],
        activity_insert: [line.activity(1, "62020"), line.activity(1, "70100")],
      },
    })
    jobs.push(await importExtract(lab, update, { allow_gap: true }))
  })

  test("is told with what belongs to it, and what it held from one extract to the next", async () => {
    const found = await rowOf(`enterprises/${enterprise(1)}`)
    expect(found).toMatchObject({ table: "enterprises", dataset: "daily-update", current: true, at: null })
    expect(found.row).toMatchObject({ id: enterprise(1), primary_name: "Nieuwe naam" })
    expect(found.related.map(({ table }) => table)).toEqual([
      ...["denominations", "addresses", "activities", "contacts", "establishments", "branches"],
    ])
    expect(relatedIn(found, "id")).toMatchObject({ establishments: ["2.000.000.339"] })
    expect(relatedIn(found, "nace_code").activities).toEqual(["62020", "70100"])
    expect(found.versions).toMatchObject([
      { row: { juridical_situation: "050" }, since: { extract: 6, job_id: jobs[1] }, until: null },
      {
        row: { juridical_situation: "000" },
        since: { extract: 4, job_id: jobs[0], at: "2025-10-05" },
        until: { extract: 6, job_id: jobs[1], at: "2025-10-07" },
      },
    ])
    expect(found.versions[0]?.since?.title).toContain("6")
    expect(JSON.stringify(found)).not.toContain("_entity_key")
  })

  test("says what the codes in it mean, in the language that is asked for or another, where one is asked for", async () => {
    const told = async (language: string) =>
      (await rowOf(`enterprises/${enterprise(1)}?language=${language}`)).codes
    expect(await told("fr")).toEqual({
      Status: { AC: "Actif" },
      JuridicalSituation: { "050": "Faillissement" },
      Nace2025: { 62020: "Raad" },
    })
    expect((await told("en"))?.Status).toEqual({ AC: "Actief" })
    expect(await rowOf(`enterprises/${enterprise(1)}`)).not.toHaveProperty("codes")
    const { codes } = await get<DataAnswer>("/api/data/activities?language=nl")
    expect(codes).toEqual({ Nace2025: { 62020: "Raad" } })
    expect(await get<DataAnswer>("/api/data/codes?language=nl")).toMatchObject({ codes: {} })
    for (const asked of ["language=nld", "language=nl&format=csv"])
      expect((await refusal(`/api/data/activities?${asked}`))[0], asked).toBe(400)
  })

  test("is told as of an extract or a day, its name and what belonged to it included", async () => {
    for (const at of ["4", "2025-10-06"]) {
      const then = await rowOf(`enterprises/${enterprise(1)}?at=${at}`)
      expect([then.at, then.current, then.row.juridical_situation]).toEqual([at === "4" ? 4 : 4, true, "000"])
      expect(then.row.primary_name).toBe("Naam 1")
      expect(relatedIn(then, "denomination").denominations).toEqual(["Naam 1"])
      expect(relatedIn(then, "nace_code").activities).toEqual(["62020"])
    }
  })

  test("that is closed is told as it was last, by whichever import closed it", async () => {
    const closed = await rowOf(`enterprises/${enterprise(3)}`)
    expect([closed.current, closed.at, closed.row.primary_name]).toEqual([false, 5, "Naam 3"])
    expect(closed.versions[0]?.until).toMatchObject({ extract: 6, job_id: jobs[1] })
    expect(relatedIn(closed, "denomination").denominations).toEqual(["Naam 3"])
    expect((await refusal(`/api/data/enterprises/${enterprise(3)}?at=6`)).slice(0, 2)).toEqual([
      404,
      "row_not_found",
    ])
  })

  test("is found from what is said of it, and from its establishments", async () => {
    const activity = await rowOf(`activities/${enterprise(1)}_001_2025_62020_MAIN`)
    expect(relatedIn(activity, "primary_name")).toEqual({ enterprise: ["Nieuwe naam"] })
    // Closed and opened again with the same content, it has not changed.
    expect(activity.versions).toMatchObject([{ since: { extract: 4 }, until: null }])
    const establishment = await rowOf("establishments/2.000.000.339")
    expect(relatedIn(establishment, "id")).toEqual({ enterprise: [enterprise(1)] })
  })

  test("takes few trips to the database", async () => {
    const response = await api(
      new Request(`http://localhost/api/data/enterprises/${enterprise(1)}`, {
        headers: { "x-api-key": keyOf("every") },
      }),
    )
    expect(Number(response.headers.get("x-sluice-statements"))).toBeLessThanOrEqual(3)
  })

  test("is looked for by the beginning of its number, with dots or without, and by words in one column", async () => {
    const ids = async (query: string, table = "enterprises") =>
      (await get<{ rows: { id: string }[] }>(`/api/data/${table}?${query}`)).rows.map(({ id }) => id)
    const digits = enterprise(2).replaceAll(".", "")
    for (const search of [
      digits,
      `BE${digits}`,
      enterprise(2),
      enterprise(2).slice(0, 11),
      digits.slice(0, 9),
    ]) {
      expect(await ids(`column=entity_number&search=${search}`), search).toContain(enterprise(2))
    }
    expect(await ids(`column=entity_number&search=${digits.slice(4)}`)).toEqual([])
    expect(await ids("column=primary_name&search=NIEUWE")).toEqual([enterprise(1)])
    expect(await ids("column=status&search=Nieuwe")).toEqual([])
    expect(await ids("column=nace_code&search=701", "activities")).toHaveLength(1)
    expect(await ids(`column=primary_name&search=Naam%203&at=4`)).toEqual([enterprise(3)])
    const { rows } = await get<{ rows: object[] }>("/api/data/enterprises?columns=status,start_date&limit=1")
    expect(Object.keys(rows[0] ?? {})).toEqual(["id", "status", "start_date"])
  })
})

describe("a row that lasts", () => {
  test("is told with what each import has changed of it", async () => {
    const file = (...lines: string[]) => textFile("p.csv", ["email,first_name,city", ...lines].join("\n"))
    const first = await importFiles(lab, contacts, file("ann@x.be,Ann,Gent"))
    lab.clock.advance(60)
    const second = await importFiles(lab, contacts, file("ann@x.be,Ann,Luik"), { duplicates: "update" })
    const [row] = (await get<{ rows: { id: string }[] }>("/api/data/contact_persons")).rows
    const found = await rowOf(`contact_persons/${row?.id}`)
    expect(found).toMatchObject({ current: true, at: null, related: [], row: { city: "Luik" } })
    expect(found.versions).toMatchObject([
      { row: { city: "Luik" }, since: { job_id: second.job_id }, until: null },
      { row: { city: "Gent" }, since: { job_id: first.job_id }, until: { job_id: second.job_id } },
    ])
  })

  test("of a project is there for whoever may enter it, with the page above it and those below", async () => {
    const pages = textFile(
      "u.csv",
      "url,title\nhttps://e.org/a,A\nhttps://e.org/a/b,B\nhttps://e.org/a/c,C\n",
    )
    await importFiles(lab, taxonomy, pages, { project_id: "red" })
    const { rows } = await get<{ rows: { id: string; title: string }[] }>("/api/data/taxonomy_nodes", "red")
    const [above, below] = ["A", "B"].map((title) => rows.find((row) => row.title === title)?.id)
    expect(relatedIn(await rowOf(`taxonomy_nodes/${above}`, "red"), "title")).toEqual({
      children: ["B", "C"],
    })
    expect(relatedIn(await rowOf(`taxonomy_nodes/${below}`), "title")).toEqual({ parent: ["A"] })
    expect((await refusal(`/api/data/taxonomy_nodes/${above}`, "blue"))[0]).toBe(404)
    expect(await refusal(`/api/data/enterprises/${enterprise(1)}`, "red")).toMatchObject([
      403,
      "project_forbidden",
      /./,
    ])
  })

  test("of documents comes with its pieces, and without the whole of its text", async () => {
    await importFiles(lab, documents, textFile("rules.txt", "No smoking. No running."))
    const [row] = (await get<{ rows: { id: string }[] }>("/api/data/documents")).rows
    const found = await rowOf(`documents/${row?.id}`)
    expect(found.row).not.toHaveProperty("text")
    expect(relatedIn(found, "text")).toEqual({ document_chunks: ["No smoking. No running."] })
    const piece = found.related[0]?.rows[0]?.id
    expect(relatedIn(await rowOf(`document_chunks/${piece}`), "filename")).toEqual({
      document: ["rules.txt"],
    })
  })
})

describe("questions and documents", () => {
  const search = (table: string, words: string) =>
    get<SearchAnswer>(`/api/search/${table}?words=${encodeURIComponent(words)}`)

  test("are found by what they say, each once and the best first, with the piece that says it", async () => {
    const pairs = [
      "How do I take an import back?,Press Undo on its page.",
      "Where is the café?,On the ground floor.",
      "What does it cost?,Nothing at all.",
    ]
    await importFiles(lab, qaPairs, textFile("q.csv", ["question,answer", ...pairs].join("\n")))
    const { found, by_words_alone } = await search("qa_pairs", "undo an import")
    expect(by_words_alone).toBeNull()
    expect(found[0]).toMatchObject({ row: { question: "How do I take an import back?" }, piece: null })
    expect(found[0]?.likeness).toBeGreaterThan(0.2)
    expect((await search("qa_pairs", "CAFE ground")).found[0]?.row.question).toBe("Where is the café?")
    expect((await search("qa_pairs", "zzz qqq")).found).toEqual([])
    const opening = textFile(
      "hours.txt",
      `${"We sell bread. ".repeat(400)}\n\nOn Monday the doors open at nine.`,
    )
    await importFiles(lab, documents, opening)
    const { found: hits } = await search("documents", "doors open monday")
    expect(hits.map(({ row }) => row.filename)).toEqual(["hours.txt"])
    expect(hits[0]?.piece?.text).toContain("Monday")
  })

  test("are found by their words while nobody tells what is alike, and the answer says why", async () => {
    const embedder = {
      ...lab.effects.embedder,
      embed: () => Promise.reject(new EmbeddingError("The endpoint rests.", true)),
    }
    const asked = { table: "qa_pairs", words: "undo", limit: 5, actor: { projects: ["*"] } }
    const { found, by_words_alone } = await searchRows(asked, { ...lab.effects, embedder })
    expect(by_words_alone).toBe("The endpoint rests.")
    expect(found).toMatchObject([{ likeness: null, words: 1 }])
  })
})

test("what there is to read is told with its columns, its extracts, and only to whoever may read it", async () => {
  const { tables } = await get<DataTablesAnswer>("/api/data")
  const keys = listDatasets().flatMap((dataset) => dataset.tables.map(({ key }) => key))
  for (const key of [...keys, "document_chunks"]) expect(tables.map(({ table }) => table)).toContain(key)
  const known = { first: 4, last: 6, first_day: "2025-10-05", last_day: "2025-10-07" }
  expect(tables.find(({ table }) => table === "activities")).toMatchObject({
    extracts: known,
    has_history: true,
  })
  expect(tables.filter(({ searchable }) => searchable).map(({ table }) => table)).toEqual([
    "documents",
    "qa_pairs",
  ])
  const red = await get<DataTablesAnswer>("/api/data", "red")
  expect(red.tables.map(({ table }) => table)).toEqual(["taxonomy_nodes"])
})

test.each([
  ["data/nothing/1", 404, "table_not_found", /Known are/],
  ["data/enterprises/nonsense", 404, "row_not_found", /list of enterprises/],
  ["data/enterprises/9999.999.999", 404, "row_not_found", /./],
  ["data/contact_persons/nonsense", 404, "row_not_found", /./],
  ["data/contact_persons/0199aaaa-0000-7000-8000-000000000000", 404, "row_not_found", /./],
  ["data/codes/Status_ZZ_NL", 404, "row_not_found", /./],
  ["data/codes/Status_AC_NL?at=4", 422, "no_history", /./],
  ["data/enterprises/0200.000.140?at=99", 422, "extract_unknown", /./],
  ["data/enterprises/0200.000.140?colour=red", 400, "invalid_request", /./],
  ["data/enterprises?column=colour&search=red", 422, "column_not_found", /./],
  ["data/enterprises?column=status", 400, "invalid_request", /search/],
  ["data/enterprises?columns=colour", 422, "column_not_found", /./],
  ["data/enterprises?columns=status&format=csv", 400, "invalid_request", /./],
  ["search/nothing?words=a", 404, "table_not_found", /./],
  ["search/enterprises?words=ab", 422, "not_searchable", /./],
  ["search/qa_pairs", 400, "invalid_request", /./],
] as const)("%s is refused with %i %s", async (path, status, code, told) => {
  const [was, named, detail] = await refusal(`/api/${path}`)
  expect([was, named], detail).toEqual([status, code])
  expect(detail).toMatch(told)
})
