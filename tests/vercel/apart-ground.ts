import { mkdirSync, rmSync } from "node:fs"
import { join } from "node:path"
import { expect } from "vitest"
import type { Dataset } from "../../lib/datasets/declaration.ts"
import { openDatabase } from "../../lib/db/connection.ts"
import { meaningOf } from "../../scripts/chaos/meaning.ts"
import { Random } from "../../scripts/sample/random.ts"
import type { ReadSql } from "../reference/compare.ts"
import { type RemoteEngine, startEngine } from "../remote/engine.ts"
import "../remote/engine-client.ts"
import { bucketEnv } from "../../scripts/command/bucket.ts"
import { anHourLater } from "../remote/later.ts"
import { type FileServer, sendFile, serve, type Version } from "../store/file-server.ts"
import { type S3Server, serveS3 } from "../store/s3-server.ts"
import { builtChild } from "../support/child.ts"
import { importFiles } from "../support/imports.ts"
import { type Lab, newFolder, openLab, openLabIn } from "../support/lab.ts"
import { Apart, type Run } from "./apart.ts"
import { Client, type OwnFile } from "./client.ts"
import { invoke } from "./invoke.ts"

export const CRON_SECRET = "the scheduler's secret"
const KEY = "the key of the operator, long enough"
const BUCKET = "sources"

/** The functions as the server loads them, each call in a process of its own. */
export const asServed: Run = (request, { folder, env, signal }, took) =>
  invoke(
    { entrypoint: "the server", folder, handler: builtChild("function-child") },
    request,
    env,
    took,
    signal,
  )

/** A database and a store that are reached over the network, and a slow server of files. */
export interface ApartGround {
  /** The functions on them, one call in `kill_one_in` killed; and a client of theirs. */
  open(run: Run, dice: { seed: number; kill_one_in: number }, more?: Record<string, string>): Opened
  /** What reaches them, for processes that are started otherwise. */
  env: Record<string, string>
  client(calls: Pick<Apart, "once">): Client
  read: ReadSql
  run(sql: string): Promise<void>
  /** Where a file can be fetched from, no faster than so many bytes a second; without ranges from its beginning only. */
  slowly(
    file: { file_name: string; bytes: Buffer },
    bytes_per_second: number,
    how?: { ranges: boolean },
  ): string
  close(): Promise<void>
}

interface Opened {
  apart: Apart
  client: Client
}

/** `lay` begins with the database while it is a file of this process; the store may be no faster than what is said. */
export async function layGround(
  lay: (lab: Lab) => Promise<void> = async () => {},
  speed: { bytes_per_second?: number } = {},
): Promise<ApartGround> {
  const folder = newFolder()
  mkdirSync(folder, { recursive: true })
  const lab = await openLabIn(folder)
  await lay(lab)
  lab.close()
  const engine = await startEngine(join(folder, "sluice.duckdb"))
  const database = await openDatabase(engine.location)
  const store = await serveS3(BUCKET, speed)
  const slow = new Map<string, Version>()
  const files = await serve((request, response) => {
    const file = slow.get(decodeURIComponent(request.url?.slice(1) ?? ""))
    if (file) sendFile(request, response, file)
    else response.writeHead(404).end()
  })
  const env = environment(engine, store, files)
  const client = (calls: Pick<Apart, "once">) => new Client(calls, KEY, () => anHourLater(database))
  return {
    env,
    client,
    read: (sql) => database.use((connection) => connection.rows(sql)),
    run: async (sql) => void (await database.use((connection) => connection.run(sql))),
    open(run, { seed, kill_one_in }, more = {}) {
      const apart = new Apart(run, { ...env, ...more }, { random: new Random(seed), kill_one_in })
      return { apart, client: client(apart) }
    },
    slowly({ file_name, bytes }, bytes_per_second, { ranges } = { ranges: true }) {
      slow.set(file_name, { content: bytes, bytes_per_second, ...(ranges && { etag: '"one"' }) })
      return files.url(`/${file_name}`)
    },
    async close() {
      database.close()
      await Promise.all([engine.stop(), store.close(), files.close()])
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** Expects the rows of a dataset to be what one import of the same files makes of them within one process, on a disk. */
export async function expectSameAsHere(ground: ApartGround, dataset: Dataset, files: readonly OwnFile[]) {
  const lab = await openLab()
  const sent = files.map(({ file_name, bytes }) => ({ file_name, bytes: Buffer.from(bytes) }))
  await importFiles(lab, dataset, sent)
  expect(withoutImports(await meaningOf(ground, dataset))).toEqual(
    withoutImports(await meaningOf(lab, dataset)),
  )
  lab.close()
}

/** There may have been other imports before. */
function withoutImports(meaning: Record<string, string[]>): string[] {
  const lines = Object.values(meaning).flat()
  return lines.map((line) => line.replace(/"(_job_id|imported_from)":\d+/g, '"$1":0')).sort()
}

/** All a function is told: no home, and nothing that is on this machine alone. */
function environment(engine: RemoteEngine, store: S3Server, files: FileServer): Record<string, string> {
  return {
    PATH: process.env.PATH ?? "",
    VERCEL: "1",
    LOG_LEVEL: "silent",
    SLUICE_ALLOW_LOCAL: "1",
    ...engine.env,
    ...bucketEnv(store.endpoint, `${BUCKET}/imports`),
    SLUICE_URL_ALLOW: files.host,
    SLUICE_SESSION_SECRET: "the page's own secret",
    SLUICE_API_KEYS: JSON.stringify([{ name: "ops", role: "operator", key: KEY }]),
    CRON_SECRET,
  }
}
