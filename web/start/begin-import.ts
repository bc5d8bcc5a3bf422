import { useSyncExternalStore } from "react"
import { endpoints } from "../../lib/contract/endpoints.ts"
import type { ImportOptionsInput } from "../../lib/contract/options.ts"
import { call } from "../client/call.ts"
import { upload } from "../client/upload.ts"
import { goTo } from "../ui/link.tsx"

/** Where the bytes come from. */
export type Source =
  | { kind: "file"; file: File }
  | { kind: "stored"; filename: string }
  | { kind: "url"; url: string }
  | { kind: "example"; filename: string }

/** An import that is being opened: not a job yet, or one whose first call has not answered. */
export type Beginning =
  | { state: "idle" }
  | { state: "sending"; name: string; sent: number; total: number }
  | { state: "opening"; name: string }
  | { state: "refused"; detail: string; job_id: string | undefined }

const PREPARE_PATIENCE_MS = 100_000
const LOOK_EVERY_MS = 600

let beginning: Beginning = { state: "idle" }
let giveUp = new AbortController()
const listeners = new Set<() => void>()

function set(next: Beginning): void {
  beginning = next
  for (const tell of listeners) tell()
}

function subscribe(tell: () => void): () => void {
  listeners.add(tell)
  return () => listeners.delete(tell)
}

/** How far the import is that this tab is opening; outlives the form that began it. */
export function useBeginning(): Beginning {
  return useSyncExternalStore(subscribe, () => beginning)
}

/** Stops an upload that is under way. */
export function giveUpUpload(): void {
  giveUp.abort()
  set({ state: "idle" })
}

/** Sends the source where it has to be sent, opens the import, and shows its page as soon as there is one. */
export async function beginImport(
  dataset: string,
  source: Source,
  options: ImportOptionsInput,
): Promise<void> {
  giveUp = new AbortController()
  try {
    const body = { ...(await reference(dataset, source, giveUp.signal)), options }
    set({ state: "opening", name: nameOf(source) })
    const params = { dataset }
    const prepared = call(endpoints.prepare, { params, body, timeout_ms: PREPARE_PATIENCE_MS })
    const job_id = await Promise.race([
      prepared.then((answer) => answer.job_id),
      appearing(dataset, prepared),
    ])
    set({ state: "idle" })
    goTo(`/imports/${job_id}`)
    await prepared
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") return
    set(refusedBy(error))
  }
}

async function reference(dataset: string, source: Source, signal: AbortSignal) {
  if (source.kind === "url") return { url: source.url }
  if (source.kind === "stored") return { filename: source.filename }
  const file = source.kind === "file" ? source.file : await exampleFile(dataset, source.filename)
  const sending = (sent: number, total: number) => set({ state: "sending", name: file.name, sent, total })
  sending(0, file.size)
  return { filename: (await upload(file, sending, signal)).filename }
}

async function exampleFile(dataset: string, name: string): Promise<File> {
  const response = await fetch(`/api/datasets/${encodeURIComponent(dataset)}/example`)
  return new File([await response.blob()], name)
}

/**
 * The job that shows up while its first call still reads the source, so that its page can be shown meanwhile.
 * Never settles when there is none.
 */
async function appearing(dataset: string, prepared: Promise<unknown>): Promise<string> {
  let open = true
  const over = () => {
    open = false
  }
  prepared.then(over, over)
  const known = new Set(await idsOf(dataset))
  while (open) {
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS))
    const fresh = open && (await idsOf(dataset)).find((id) => !known.has(id))
    if (fresh) return fresh
  }
  return new Promise(() => {})
}

async function idsOf(dataset: string): Promise<string[]> {
  const query = { dataset, status: "preparing", limit: 5 }
  const { imports } = await call(endpoints.imports, { query }).catch(() => ({ imports: [] }))
  return imports.map(({ job_id }) => job_id)
}

function nameOf(source: Source): string {
  if (source.kind === "url") return source.url
  return source.kind === "file" ? source.file.name : source.filename
}

function refusedBy(error: unknown): Beginning {
  const detail = error instanceof Error ? error.message : String(error)
  const job_id = (error as { problem?: { job_id?: string } }).problem?.job_id
  return { state: "refused", detail, job_id }
}
