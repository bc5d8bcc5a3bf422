import { readFileSync, rmSync } from "node:fs"
import { join } from "node:path"
import { afterEach, describe, expect, test } from "vitest"
import { qaPairs } from "../../lib/datasets/qa-pairs.ts"
import { localEmbedder } from "../../lib/embeddings/local.ts"
import { ROOT } from "../../scripts/root.mjs"
import { answers, type Endpoint, endpoint, vectorFor } from "../embeddings/endpoint.ts"
import { importFiles, textFile } from "../support/imports.ts"
import { labEnvironment, newFolder, openLabIn } from "../support/lab.ts"
import { inLongRuns } from "../support/rounds.ts"
import { runCommand, runForJson } from "./child.ts"

const LOCAL = { EMBEDDINGS_URL: "", EMBEDDINGS_KEY: "", EMBEDDINGS_MODEL: "" }
const TEXT = "How do I take an import back?"

let asked: Endpoint | null = null
afterEach(async () => {
  await asked?.close()
  asked = null
})

describe("npm run embed", () => {
  test("is a command that explains itself", async () => {
    const { scripts } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8"))
    expect(scripts.embed).toBe("node scripts/run.mjs embed")
    const { status, out, err } = await runCommand("embed", LOCAL, "--help")
    expect({ status, err }).toEqual({ status: 0, err: "" })
    expect(out).toContain("Usage: npm run ")
    expect(out).toMatch(/^Examples:$/m)
    expect(out).toMatch(/^Exit status: 0 /m)
  })

  test("prints the vector that imports would keep for the text", async () => {
    const [expected] = await localEmbedder.embed([TEXT], { deadline: 0 })
    const { status, out, err } = await runCommand("embed", LOCAL, TEXT)
    expect({ status, err }).toEqual({ status: 0, err: "" })
    expect(JSON.parse(out)).toEqual(expected)
    expect(out).toMatch(/^\[[^\s]+\]\n$/)
    const { json } = await runForJson("embed", LOCAL, TEXT)
    expect(json).toEqual({
      text: TEXT,
      embedder: "local",
      dimensions: 256,
      embedding: expected,
      exit_code: 0,
    })
  })

  test("asks the endpoint where one is configured", async () => {
    asked = await endpoint(answers(4))
    const env = { EMBEDDINGS_URL: asked.url, EMBEDDINGS_KEY: "sk-secret", EMBEDDINGS_MODEL: "small" }
    const { json } = await runForJson("embed", env, TEXT)
    expect(json).toMatchObject({ embedder: "small", dimensions: 4, embedding: vectorFor(TEXT, 4) })
    expect(asked.asked[0]?.headers.authorization).toBe("Bearer sk-secret")
  })

  inLongRuns(
    "without a text tries again what imports were refused an embedding for, on the database or through its server",
    async () => {
      let against = /Why/
      const good = answers(4)
      asked = await endpoint((response, one) => {
        if (one.body.input.some((text) => against.test(text))) response.writeHead(400).end()
        else good(response, one)
      })
      const folder = newFolder()
      const more = { EMBEDDINGS_URL: asked.url, EMBEDDINGS_MODEL: "small" }
      const lab = await openLabIn(folder, more)
      const file = textFile("qa.csv", "question,answer\nWhy?,Because.\nWho?,I.\nWhy not?,So.\n")
      const { job_id } = await importFiles(lab, qaPairs, file)
      lab.close()
      const again = () => runForJson("embed", labEnvironment(folder, more))
      const sums = (embedded: number) => ({ rows: 3, embedded, embedding_failed: 3 - embedded, pending: 0 })
      against = /not/
      const first = await again()
      expect(first).toMatchObject({
        status: 4,
        json: { imports: [{ job_id, embeddings: sums(2), left: true }] },
      })
      against = /nothing/
      expect(await again()).toMatchObject({
        status: 0,
        json: { imports: [{ embeddings: sums(3), left: false }] },
      })
      expect(await again()).toMatchObject({ status: 0, json: { imports: [] } })
      rmSync(folder, { recursive: true, force: true })
    },
  )

  test("says in a sentence why there is no vector", async () => {
    asked = await endpoint((response) => void response.writeHead(401).end())
    const { status, out, err } = await runCommand("embed", { EMBEDDINGS_URL: asked.url }, TEXT)
    expect({ status, out }).toEqual({ status: 1, out: "" })
    expect(err).toContain("answers with HTTP 401")
    const without = await runCommand("embed", LOCAL, " ")
    expect(without).toMatchObject({ status: 2, err: "The text is empty. See: npm run embed -- --help\n" })
  })
})
