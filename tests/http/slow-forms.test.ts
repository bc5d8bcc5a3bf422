import { afterAll, beforeAll, describe, expect, test } from "vitest"
import type { Handler } from "../../lib/http/route.ts"
import { bucketEnv } from "../../scripts/command/bucket.ts"
import { type S3Server, serveS3 } from "../store/s3-server.ts"
import { sharedLab } from "../support/own-lab.ts"
import { apiOn } from "./own-api.ts"

/** Longer than any function lives, and there are several pieces. */
const BETWEEN_PIECES_SECONDS = 100
const PIECE_BYTES = 100
const BATCH = "v1/documents/ingest/batch"

let s3: S3Server
beforeAll(async () => {
  s3 = await serveS3("sources")
})
afterAll(() => s3.close())

describe.each([
  ["a folder", () => ({})],
  ["a bucket", () => bucketEnv(s3.endpoint)],
])("into %s, a form that is long in coming", (_where, environment) => {
  const lab = sharedLab(environment)
  let api: Handler
  beforeAll(async () => {
    api = await apiOn(lab.effects)
  })

  /** The clock goes on for long between the pieces of its body. */
  async function slowly(path: string, texts: Record<string, string>) {
    const form = new FormData()
    for (const [name, text] of Object.entries(texts)) form.append("file", new Blob([text]), name)
    const whole = new Response(form)
    const bytes = Buffer.from(await whole.clone().arrayBuffer())
    let at = 0
    const body = new ReadableStream({
      pull(controller) {
        if (at >= bytes.length) return controller.close()
        if (at > 0) lab.clock.advance(BETWEEN_PIECES_SECONDS)
        controller.enqueue(new Uint8Array(bytes.subarray(at, at + PIECE_BYTES)))
        at += PIECE_BYTES
      },
    })
    return answered(path, { method: "POST", body, headers: whole.headers, duplex: "half" })
  }

  async function answered(path: string, init: RequestInit & { duplex?: "half" } = {}) {
    const response = await api(new Request(`http://localhost/api/${path}`, init))
    return { http: response.status, ...((await response.json()) as { status: string; batch_id?: string }) }
  }

  async function over(batch_id = "") {
    for (;;) {
      const told = await answered(`${BATCH}/${batch_id}/status`)
      if (told.status !== "in_progress") return told
      await new Promise((done) => setTimeout(done, 20))
    }
  }

  test("is stored, looked at and imported, and the store is not taken for away", async () => {
    const people = { "people.csv": "email,name\nann@example.org,Ann\n" }
    expect(await slowly("uploads", people)).toMatchObject({ http: 201 })
    expect(await slowly("datasets/contacts/preview", people)).toMatchObject({ http: 200 })
    expect(await slowly("import/contacts/prepare", people)).toMatchObject({ http: 201, status: "ready" })
    expect(await answered("health")).toMatchObject({ http: 200, status: "ok" })
  })

  test("brings documents, and those that are sent again", async () => {
    const ingested = await slowly(BATCH, { "good.txt": "Good.", "empty.txt": "" })
    expect(ingested).toMatchObject({ http: 202 })
    expect(await over(ingested.batch_id)).toMatchObject({ processed_count: 1, failed_count: 1 })
    const mended = await slowly(`imports/${ingested.batch_id}/mend`, { "empty.txt": "Not empty." })
    expect(mended).toMatchObject({ http: 200, accepted: 1, refused: [] })
  })
})
