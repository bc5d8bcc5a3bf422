import { setMaxListeners } from "node:events"
import { setTimeout as pause } from "node:timers/promises"
import { type DriveEffects, keepDriving, type Standing, standingOf } from "../../lib/contract/drive-job.ts"
import type { Sources } from "./sources.ts"

/** There was no answer, or one that says to come back. */
class Lost extends Error {}

class Refused extends Error {
  readonly code: string

  constructor(code: string, what: string) {
    super(what)
    this.code = code
  }
}

const COME_BACK: readonly number[] = [429, 502, 503, 504, 507]
const PATIENCE_MS = 60_000
const AGAIN_MS = 150
/** So often a server may fail before that is no accident. */
const MOST_FAILURES = 10
const IDS = /[\da-f]{8}-[\da-f-]{27}/g
/** A job that waits is asked for a little sooner than a page would. */
const LONGEST_WAIT_MS = 400

type Told = Record<string, unknown>

interface Sent {
  body?: object
  form?: FormData
}

/** Imports over HTTP as pages do, whatever becomes of the server meanwhile. */
export interface Client {
  /** Asks until there is an answer. */
  ask(method: "GET" | "POST", path: string, sent?: Sent): Promise<Told>
  /** Opens an import of the second source that has none yet; answers its id. `known` are those that were there before. */
  begin(sources: Sources, known: ReadonlySet<string>, background: boolean): Promise<string>
  /** Drives an import to its end, beside whoever else does. */
  drive(dataset: string, job_id: string): Promise<void>
  /** Takes one back. */
  undo(dataset: string, job_id: string): Promise<void>
}

type Once = (method: "GET" | "POST", path: string, sent?: Sent) => Promise<Told>

/** Asks one time; throws Lost where that may be done again. */
function onceAt(url: string, found: (what: string) => void, signal: AbortSignal): Once {
  let failed = 0
  return async (method, path, sent = {}) => {
    signal.throwIfAborted()
    const answer = await answered(url + path, method, sent)
    if (answer === null) throw new Lost(`${path} was not answered`)
    const { status, told } = answer
    if (status < 300) return told
    const what = `${method} ${path} was answered ${status}: ${JSON.stringify(told).slice(0, 400)}`
    if (COME_BACK.includes(status)) throw new Lost(what)
    if (status >= 500) {
      found(`${method} ${path.replace(IDS, ":id")} was answered ${status}`)
      failed += 1
      if (failed < MOST_FAILURES) throw new Lost(what)
    }
    throw new Refused(String(told.code), what)
  }
}

/** `found` is told what no server may answer; nothing is asked any more once the signal is aborted. */
export function clientOf(url: string, found: (what: string) => void, signal: AbortSignal): Client {
  // Every call that waits listens to it.
  setMaxListeners(0, signal)
  const once = onceAt(url, found, signal)
  const ask: Client["ask"] = async (method, path, sent) => {
    for (;;) {
      try {
        return await once(method, path, sent)
      } catch (error) {
        if (!(error instanceof Lost)) throw error
        await pause(AGAIN_MS, undefined, { signal })
      }
    }
  }
  const newest = async (dataset: string, known: ReadonlySet<string>) => {
    const { imports } = await ask("GET", `/api/imports?dataset=${dataset}&limit=20`)
    return (imports as { job_id: string }[]).find(({ job_id }) => !known.has(job_id))?.job_id
  }
  return {
    ask,
    async begin({ dataset: { name }, options, second }, known, background) {
      const path = `/api/import/${name}/prepare`
      const asked = { ...options, ...(background && { run: "background" as const }) }
      for (;;) {
        // A call that had no answer may have begun it.
        const job_id = await newest(name, known)
        if (job_id !== undefined) return job_id
        await once("POST", path, { form: formOf(second, asked) }).catch(async (error: unknown) => {
          if (!(error instanceof Lost)) throw error
          await pause(AGAIN_MS, undefined, { signal })
        })
      }
    },
    async drive(dataset, job_id) {
      const effects = effectsOf(once, dataset, job_id, signal)
      for (;;) {
        const at = standingOf((await ask("GET", `/api/import/${dataset}/status/${job_id}`)) as never)
        if (at === "completed") return
        if (at === "failed")
          await ask("POST", `/api/import/${dataset}/retry-batch`, { body: { job_id, all_failed: true } })
        else await keepDriving(at, effects, signal)
        await pause(AGAIN_MS, undefined, { signal })
      }
    },
    async undo(dataset, job_id) {
      while (!(await ask("POST", `/api/import/${dataset}/rollback`, { body: { job_id } })).done);
    },
  }
}

function effectsOf(once: Once, dataset: string, job_id: string, signal: AbortSignal): DriveEffects {
  const at = `/api/import/${dataset}`
  const post = (name: string) => async () =>
    (await once("POST", `${at}/${name}`, { body: { job_id } })) as never
  return {
    prepare: post("prepare"),
    processBatch: post("process-batch"),
    finalize: post("finalize"),
    rollback: post("rollback"),
    look: async (): Promise<Standing> => standingOf((await once("GET", `${at}/status/${job_id}`)) as never),
    wait: async (ms) => void (await pause(Math.min(ms, LONGEST_WAIT_MS), undefined, { signal })),
    backOff: () => AGAIN_MS,
    isTransient: (error) => error instanceof Lost,
    codeOf: (error) => (error instanceof Refused ? error.code : null),
    lost() {},
    found() {},
  }
}

async function answered(
  url: string,
  method: string,
  { body, form }: Sent,
): Promise<{ status: number; told: Told } | null> {
  const content = form ?? (body && JSON.stringify(body))
  const headers: Record<string, string> = body ? { "content-type": "application/json" } : {}
  const patience = AbortSignal.timeout(PATIENCE_MS)
  try {
    const answer = await fetch(url, { method, headers, signal: patience, ...(content && { body: content }) })
    return { status: answer.status, told: (await answer.json()) as Told }
  } catch {
    return null
  }
}

function formOf(files: Sources["second"], options: object): FormData {
  const form = new FormData()
  form.set("options", JSON.stringify(options))
  for (const { name, bytes } of files) form.append("file", new Blob([new Uint8Array(bytes)]), name)
  return form
}
