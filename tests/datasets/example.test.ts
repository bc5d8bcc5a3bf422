import { Open } from "unzipper"
import { expect, test } from "vitest"
import { listDatasets } from "../../lib/datasets/index.ts"
import { liveEffects } from "../../lib/effects.ts"
import { extractNameOf } from "../../lib/formats/extract-name.ts"
import { ownApi } from "../http/own-api.ts"

const { api } = ownApi()

async function get(path: string): Promise<Record<string, unknown>> {
  const response = await api(new Request(`http://localhost${path}`))
  return (await response.json()) as Record<string, unknown>
}

async function post(path: string, body: object): Promise<Record<string, unknown>> {
  const form = body instanceof FormData
  const headers: Record<string, string> = form ? {} : { "content-type": "application/json" }
  const init = { method: "POST", headers, body: form ? body : JSON.stringify(body) }
  const response = await api(new Request(`http://localhost${path}`, init))
  const answer = (await response.json()) as Record<string, unknown>
  expect(response.ok, JSON.stringify(answer)).toBe(true)
  return answer
}

async function downloadExample(dataset: string): Promise<{ response: Response; file_name: string }> {
  const response = await api(new Request(`http://localhost/api/datasets/${dataset}/example`))
  const disposition = response.headers.get("content-disposition") ?? ""
  return { response, file_name: /^attachment; filename="([^"]+)"$/.exec(disposition)?.[1] ?? "" }
}

test.each(listDatasets().map(({ name }) => name))(
  "the example of %s imports without an error or a warning",
  async (dataset) => {
    const { response, file_name } = await downloadExample(dataset)
    const form = new FormData()
    form.append("file", new Blob([await response.arrayBuffer()]), file_name)
    const prepared = await post(`/api/import/${dataset}/prepare`, form)
    expect(prepared).toMatchObject({ status: "ready", warnings: [] })
    const { job_id } = prepared
    for (;;) {
      const answer = await post(`/api/import/${dataset}/process-batch`, { job_id })
      expect(answer.error).toBeUndefined()
      if (answer.next_batch === null) break
    }
    const done = await post(`/api/import/${dataset}/finalize`, { job_id })
    expect(done).toMatchObject({ outcome: "complete", row_errors: 0, failed_batches: 0, reconciles: true })
    expect(await get(`/api/import/${dataset}/status/${job_id}`)).toMatchObject({
      warnings: [],
      row_errors: 0,
    })
  },
)

test("the example of the register is a whole extract under an official name", async () => {
  const { response, file_name } = await downloadExample("daily-update")
  expect(response.headers.get("content-type")).toBe("application/zip")
  expect(response.headers.get("cache-control")).toBe("no-store")
  expect(extractNameOf(file_name)).toEqual({ extract_number: 1, type: "full" })
  const bytes = Buffer.from(await response.arrayBuffer())
  expect(Number(response.headers.get("content-length"))).toBe(bytes.byteLength)
  const { files } = await Open.buffer(bytes)
  expect(files.map(({ path }) => path).sort()).toEqual(
    "activity address branch code contact denomination enterprise establishment meta"
      .split(" ")
      .map((name) => `${name}.csv`),
  )
})

test("names come out of the register's example in the order of the languages", async () => {
  const { db } = await liveEffects()
  const names = await db.use((connection) =>
    connection.rows("select primary_name from enterprise_current order by entity_number"),
  )
  expect(names.map((row) => row.primary_name)).toEqual([
    "Bakkerij De Papieren Maan",
    "Voorbeeld, An",
    'Atelier du Nuage "Numéro Zéro"',
    "Verein der erfundenen Wanderer",
    "Imaginary Kites Limited",
  ])
})

test("a dataset that is not there has no example", async () => {
  const { response } = await downloadExample("nonsense")
  expect(response.status).toBe(404)
  expect(await response.json()).toMatchObject({ code: "unknown_dataset" })
})

test("the declaration names the file of the example", async () => {
  const { datasets } = (await get("/api/datasets")) as { datasets: { example_file: string }[] }
  const { file_name } = await downloadExample("daily-update")
  expect(datasets[0]?.example_file).toBe(file_name)
})
