import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { gzipSync } from "node:zlib"
import { expect } from "vitest"
import { exampleOf } from "../../lib/datasets/example.ts"
import { listDatasets } from "../../lib/datasets/index.ts"
import { openDatabase } from "../../lib/db/connection.ts"
import { extensionFolder, fetchExtension } from "../../lib/db/extension.ts"
import { openInstance } from "../../lib/db/instance.ts"
import { statementNames } from "../../lib/db/statement.ts"
import type { Handler } from "../../lib/http/route.ts"
import { runScript } from "../http/own-server.ts"
import { serve } from "../store/file-server.ts"
import type { Bundle } from "./bundle.ts"
import { apiOf, buildFunctions } from "./functions.ts"
import { type Invocation, invoke } from "./invoke.ts"

const KEY = "the key of the operator, long enough"

export interface Sent {
  method?: string
  body?: object
  key?: string | null
}

/** Functions as the platform builds them, and a place as it gives them one: each call in a process of its own. */
export interface Built {
  bundles: ReadonlyMap<string, Bundle>
  /** What a function finds on the platform: no home, one writable folder, and what was configured. */
  env: Record<string, string>
  /** The store, with every dataset's example. */
  files: string
  /** The same functions, configured otherwise. */
  configured(env: Record<string, string>): Handler
  send(path: string, sent?: Sent, to?: Handler): Promise<Response>
  /** The answer to a call that must not be refused. */
  answered(path: string, sent?: Sent): Promise<Record<string, unknown>>
  driveToEnd(job_id: unknown, at: string): Promise<void>
  count(sql: string): Promise<number>
  change(sql: string): Promise<void>
  showTimes(): void
  remove(): void
}

/** Builds all function files. */
export async function layBuilt(): Promise<Built> {
  const folder = mkdtempSync(join(tmpdir(), "sluice-built-"))
  const temporary = join(folder, "tmp")
  const files = join(folder, "files")
  const env = platformOf(folder, temporary, files)
  await keepExtension()
  const bundles = await buildFunctions(folder)
  const { status, output } = await runScript("migrate", { SLUICE_DATABASE: env.SLUICE_DATABASE ?? "" })
  expect(status, output).toBe(0)
  for (const path of [temporary, files]) mkdirSync(path)
  for (const dataset of listDatasets()) {
    const { file_name, bytes } = await exampleOf(dataset)
    writeFileSync(join(files, file_name), bytes)
  }
  const took: Invocation[] = []
  const configured = (environment: Record<string, string>) =>
    apiOf(bundles, (bundle, request) => invoke(bundle, request, environment, took))
  return {
    bundles,
    env,
    files,
    configured,
    ...callsOf(configured(env)),
    ...looksInto(env.SLUICE_DATABASE ?? ""),
    showTimes: () => showTimes(took),
    remove() {
      rmSync(folder, { recursive: true, force: true })
      rmSync(extensionFolder() ?? "", { recursive: true, force: true })
    },
  }
}

function platformOf(folder: string, temporary: string, files: string): Record<string, string> {
  return {
    PATH: process.env.PATH ?? "",
    TMPDIR: temporary,
    HOME: "",
    VERCEL: "1",
    LOG_LEVEL: "silent",
    SLUICE_ALLOW_LOCAL: "1",
    SLUICE_DATABASE: join(folder, "database/sluice.duckdb"),
    SLUICE_FILES: files,
    SLUICE_SESSION_SECRET: "the page's own secret",
    SLUICE_API_KEYS: JSON.stringify([{ name: "ops", role: "operator", key: KEY }]),
    CRON_SECRET: "the scheduler's secret",
  }
}

/** As a build with a network does, but that the repository is on this machine, and nobody has signed what it has. */
async function keepExtension(): Promise<void> {
  // What a run that was ended has left would be taken for it.
  rmSync(extensionFolder() ?? "", { recursive: true, force: true })
  const repository = await serve((request, response) => {
    const [, version = "", platform = ""] = request.url?.split("/") ?? []
    response.end(gzipSync(emptyExtension(version, platform)))
  })
  try {
    const settings = { custom_extension_repository: repository.url("") }
    await expect(fetchExtension(settings)).rejects.toThrow("valid signature")
    await fetchExtension({ ...settings, allow_unsigned_extensions: "true" })
    // A database elsewhere is opened with the one that was kept, which nobody has signed, and no other is fetched.
    await expect(openInstance("md:sluice", { motherduckToken: "a token" })).rejects.toThrow(
      /build\/extensions\/+v.+\/motherduck\.duckdb_extension.*signature/s,
    )
  } finally {
    await repository.close()
  }
}

/** What DuckDB asks of an extension's file before it keeps it: its last 512 bytes say what it is for. */
function emptyExtension(version: string, platform: string): Buffer {
  const fields = ["", "", "", "CPP", "1", version, platform, "4"]
  return Buffer.concat([...fields.map((text) => Buffer.from(text.padEnd(32, "\0"))), Buffer.alloc(256)])
}

function callsOf(api: Handler): Pick<Built, "send" | "answered" | "driveToEnd"> {
  const send: Built["send"] = (path, { method, body, key = KEY } = {}, to = api) => {
    const headers = {
      ...(body && { "content-type": "application/json" }),
      ...(key !== null && { authorization: `Bearer ${key}` }),
    }
    const init = {
      method: method ?? (body ? "POST" : "GET"),
      headers,
      ...(body && { body: JSON.stringify(body) }),
    }
    return to(new Request(`https://sluice.example${path}`, init))
  }
  const answered: Built["answered"] = async (path, sent) => {
    const response = await send(path, sent)
    const text = await response.text()
    expect(response.ok, `${path}: ${text}`).toBe(true)
    return JSON.parse(text) as Record<string, unknown>
  }
  return {
    send,
    answered,
    async driveToEnd(job_id, at) {
      for (;;) {
        const answer = await answered(`${at}/process-batch`, { body: { job_id } })
        expect(answer.error).toBeUndefined()
        if (answer.next_batch !== null) continue
        expect(answer.status).toBe("ready_to_finalize")
        return
      }
    },
  }
}

function looksInto(database: string): Pick<Built, "count" | "change"> {
  const withDatabase = async <T>(look: (db: Awaited<ReturnType<typeof openDatabase>>) => Promise<T>) => {
    const db = await openDatabase(database)
    try {
      return await look(db)
    } finally {
      db.close()
    }
  }
  return {
    count: (sql) =>
      withDatabase((db) =>
        db.use(async (connection) => {
          const [row] = await connection.rows<{ n: number }>(sql)
          return row?.n ?? -1
        }),
      ),
    async change(sql) {
      await withDatabase((db) => db.use((connection) => connection.run(sql)))
    },
  }
}

function showTimes(took: readonly Invocation[]): void {
  const times = took.map(({ milliseconds }) => milliseconds).sort((a, b) => a - b)
  const at = (share: number) => Math.round(times[Math.floor(share * (times.length - 1))] ?? 0)
  console.info(
    `From the start of a process to its first answer, ${times.length} calls: fastest ${at(0)} ms, median ${at(0.5)} ms, slowest ${at(1)} ms (goal: below 1,000 ms)`,
  )
}

const STRANGE =
  /^(tests|scripts|web|docs|data|bench|dist)\/|^\.env|\.duckdb$|node_modules\/(typescript|tsx|vite|vitest|@vercel)\//

/** Fails where a function lacks something it needs, or has something with it that is none of its business. */
export function expectWhole({ entrypoint, files }: Bundle): void {
  const like = (pattern: RegExp) => files.filter((file) => pattern.test(file))
  expect(like(/libduckdb\.so$/), entrypoint).toHaveLength(1)
  // The extension that a database elsewhere needs.
  expect(like(/^build\/extensions\/+v.+\/motherduck\.duckdb_extension$/), entrypoint).toHaveLength(1)
  const statements = statementNames().map((name) => `sql/${name}.sql`)
  expect(
    statements.filter((file) => !files.includes(file)),
    entrypoint,
  ).toEqual([])
  expect(like(STRANGE), entrypoint).toEqual([])
}

/** Fails where a function that reads documents has no reader with it. */
export function expectReader(bundle: Bundle | undefined): void {
  expect(bundle?.files).toContain("build/worker.js")
  expect(bundle?.files.some((file) => file.startsWith("node_modules/unpdf/"))).toBe(true)
}

/** Fails where a function's own folder is not as it was built. */
export function expectUntouched({ folder, files, entrypoint }: Bundle): void {
  const present = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
  expect(present.sort(), entrypoint).toEqual(files)
}
