import { existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { DuckDBInstance } from "@duckdb/node-api"
import { isDatabaseFile } from "../config.ts"
import { messageOf, problem, systemCodeOf } from "../errors.ts"
import { extensionFolder } from "./extension.ts"

export interface OpenOptions {
  /** Milliseconds added to every statement, so that what a distance costs can be measured on a local file. */
  latencyMs?: number
  motherduckToken?: string | undefined
  memoryLimit?: string
  /** What the process may hold. */
  memoryBudgetMb?: number
}

/** Enough for strides of a second and tables of millions; what needs more goes to disk for the while. */
const MEMORY_LIMIT = "192MB"

/**
 * Where what does not fit into memory goes, unless the database is a file and has a folder beside it for that: one that nobody
 * else looks into, gone with the process, and no larger than what chunks on their way into the database leave of a function's
 * 256 MB.
 */
let spillFolder: string | undefined
const MOST_SPILLED = "64MB"

/** Before the number of the process whose it is. */
const SPILL_PREFIX = "sluice-spill-"
const SPILL_NAME = /^sluice-spill-(\d+)-/

function ownSpillFolder(): string {
  if (spillFolder === undefined) {
    removeAbandoned()
    const folder = mkdtempSync(join(tmpdir(), `${SPILL_PREFIX}${process.pid}-`))
    process.once("exit", () => rmSync(folder, { recursive: true, force: true }))
    spillFolder = folder
  }
  return spillFolder
}

/** What processes that were killed have left; one that may still run keeps its own. */
function removeAbandoned(): void {
  for (const name of readdirSync(tmpdir())) {
    const [, pid] = SPILL_NAME.exec(name) ?? []
    if (pid !== undefined && !isRunning(Number(pid)))
      rmSync(join(tmpdir(), name), { recursive: true, force: true })
  }
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return systemCodeOf(error) !== "ESRCH"
  }
}

const SPILL_SUFFIX = ".tmp"

/** Of a database that is a file of this machine. */
export const LOCAL_SETTINGS = [
  // The checkpoint inside COMMIT is the spike of a batch; the write-ahead log takes the change instead. What a change will add to
  // it is guessed ten times too high where columns of many rows change: lib/db/fold-log.ts goes by what it really holds.
  "set auto_checkpoint_skip_wal_threshold = 100000000000",
  "set checkpoint_threshold = '256MB'",
  givingBack(false),
]

/**
 * How much is freed before the allocator gives it back. It would keep a hundred megabytes of what a large import has freed; but
 * to give back every little costs small batches a third of their time.
 */
export function givingBack(eager: boolean): string {
  return `set allocator_bulk_deallocation_flush_threshold = '${eager ? "1MB" : "32MB"}'`
}

/**
 * What more a database of this machine may be allowed to hold, in MB. `large` is where whole tables of millions of rows are compared: with the
 * smaller limit a register takes half as long again. `texts` is as much as the process may: when the log is folded, two thousand texts are held at
 * once however long they are, and a folding that finds no room ends the database for the process.
 */
export type Room = "large" | "texts"

export function roomOf(room: Room, { memoryBudgetMb = 1_024 }: OpenOptions): number {
  return room === "large" ? 1_000 : Math.max(1_000, memoryBudgetMb)
}

/** Opens a DuckDB file, `md:<database>` or `:memory:`. Throws Problem 503 `database_locked`. */
export async function openInstance(path: string, options: OpenOptions): Promise<DuckDBInstance> {
  try {
    if (path === ":memory:") return await DuckDBInstance.create(path, settingsOf(path, options))
    const instance = await DuckDBInstance.fromCache(path, settingsOf(path, options))
    if (isDatabaseFile(path)) sweepSpilled(path)
    return instance
  } catch (error) {
    throw openingProblem(path, error)
  }
}

/** What an instance is opened with. One from the cache must be asked for with the same. */
export function settingsOf(path: string, options: OpenOptions = {}): Record<string, string> {
  return {
    memory_limit: options.memoryLimit ?? MEMORY_LIMIT,
    ...(isDatabaseFile(path)
      ? { temp_directory: `${path}${SPILL_SUFFIX}` }
      : { temp_directory: ownSpillFolder(), max_temp_directory_size: MOST_SPILLED }),
    ...(path.startsWith("md:") && settingsOfMotherDuck(options)),
  }
}

function settingsOfMotherDuck({ motherduckToken }: OpenOptions): Record<string, string> {
  const folder = extensionFolder()
  return {
    ...(folder && { extension_directory: folder }),
    ...(motherduckToken && { motherduck_token: motherduckToken }),
  }
}

const opened = new Set<string>()

/**
 * Removes what a killed process has left, and nothing else: whoever opens a file first has it alone, and has not spilled
 * yet.
 */
function sweepSpilled(path: string): void {
  const folder = `${path}${SPILL_SUFFIX}`
  if (!opened.has(path) && existsSync(folder)) {
    const spilled = readdirSync(folder).filter((name) => name.startsWith("duckdb_temp_"))
    for (const name of spilled) rmSync(join(folder, name), { force: true })
  }
  opened.add(path)
}

function openingProblem(path: string, error: unknown): Error {
  const message = messageOf(error)
  const holder = /PID (\d+)/.exec(message)?.[1]
  if (!/lock/i.test(message) || !holder) return error instanceof Error ? error : new Error(message)
  return problem(
    503,
    "database_locked",
    `The database ${path} is held by process ${holder}. Stop that process, or send what you want to its server.`,
  )
}
