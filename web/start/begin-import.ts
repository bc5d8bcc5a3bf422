import { endpoints } from "../../lib/contract/endpoints.ts"
import type { ImportOptionsInput } from "../../lib/contract/options.ts"
import type { PrepareAnswer } from "../../lib/contract/prepare.ts"
import { type Answered, addressOf, answered, fieldErrorsOf } from "../client/call.ts"
import { prepareFiles, type Sending, upload } from "../client/upload.ts"
import { goTo } from "../ui/link.tsx"
import { counted } from "../words/numbers.ts"
import { appearing } from "./appearing.ts"
import { type Beginning, setBeginning } from "./beginning.ts"

/** Where the bytes come from. */
export type Source =
  | { kind: "files"; files: File[] }
  | { kind: "stored"; filename: string }
  | { kind: "url"; url: string }

type Prepared = Answered<PrepareAnswer>

const PREPARE_PATIENCE_MS = 100_000

let giveUp = new AbortController()

/** Stops an upload that is under way. */
export function giveUpUpload(): void {
  giveUp.abort()
  setBeginning({ state: "idle" })
}

/** Sends the source where it has to be sent, opens the import, and shows its page as soon as there is one. */
export async function beginImport(
  dataset: string,
  source: Source,
  options: ImportOptionsInput,
): Promise<void> {
  giveUp = new AbortController()
  try {
    await open(dataset, await prepare(dataset, source, options))
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") return
    setBeginning(refusedBy(error))
  }
}

/** The dataset's small made-up file. */
export async function exampleFile(dataset: string, name: string): Promise<File> {
  const response = await fetch(addressOf(endpoints.example, { params: { dataset } }))
  return new File([await response.blob()], name)
}

/** Shows the page of the import, before it is read if it takes a while. */
async function open(dataset: string, { prepared }: { prepared: Promise<Prepared> }): Promise<void> {
  const show = (job_id: string, created: boolean) => {
    setBeginning(created ? { state: "idle" } : { state: "known", job_id })
    goTo(`/imports/${job_id}`)
  }
  const early = appearing(dataset, prepared).then((job_id) => ({ job_id, created: true }))
  const late = prepared.then(({ answer, created }) => ({ job_id: answer.job_id, created }))
  const { job_id, created } = await Promise.race([late, early])
  show(job_id, created)
  await prepared
}

/** Wrapped, so that waiting for the sending is not waiting for the answer. */
async function prepare(
  dataset: string,
  source: Source,
  options: ImportOptionsInput,
): Promise<{ prepared: Promise<Prepared> }> {
  const name = nameOf(source)
  const opening = () => setBeginning({ state: "opening", name })
  const byReference = (reference: { filename: string } | { url: string }) => {
    opening()
    const body = { ...reference, options }
    const sent = { params: { dataset }, body, timeout_ms: PREPARE_PATIENCE_MS }
    return { prepared: answered(endpoints.prepare, sent) }
  }
  if (source.kind === "url") return byReference({ url: source.url })
  if (source.kind === "stored") return byReference({ filename: source.filename })
  const sending: Sending = (sent, total) => setBeginning({ state: "sending", name, sent, total })
  sending(0, sizeOf(source.files))
  const [file, ...more] = source.files
  if (file && more.length === 0) {
    return byReference({ filename: (await upload(file, { sending, signal: giveUp.signal })).filename })
  }
  const whole: Sending = (sent, total) => (sent < total ? sending(sent, total) : opening())
  const watch = { sending: whole, signal: giveUp.signal }
  return { prepared: prepareFiles(dataset, source.files, options, watch) }
}

/** Of files together, in bytes. */
export function sizeOf(files: readonly File[]): number {
  return files.reduce((sum, { size }) => sum + size, 0)
}

function nameOf(source: Source): string {
  if (source.kind === "url") return source.url
  if (source.kind === "stored") return source.filename
  const [file, ...more] = source.files
  return more.length === 0 && file ? file.name : counted(source.files.length, "file")
}

function refusedBy(error: unknown): Beginning {
  const detail = error instanceof Error ? error.message : String(error)
  const { job_id } = (error as { problem?: { job_id?: string } }).problem ?? {}
  const named = fieldErrorsOf(error).map(({ path, message }) => [path.replace(/^options\./, ""), message])
  return { state: "refused", detail, job_id, fields: Object.fromEntries(named) }
}
