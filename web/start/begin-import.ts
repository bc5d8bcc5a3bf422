import { endpoints } from "../../lib/contract/endpoints.ts"
import type { ImportOptionsInput } from "../../lib/contract/options.ts"
import type { PrepareAnswer } from "../../lib/contract/prepare.ts"
import { type Answered, addressOf, answered, fieldErrorsOf } from "../client/call.ts"
import { prepareFiles, type Sending } from "../client/upload.ts"
import { goTo } from "../ui/link.tsx"
import { givenName } from "../words/files.ts"
import { counted } from "../words/numbers.ts"
import { appearing } from "./appearing.ts"
import { type Beginning, setBeginning } from "./beginning.ts"
import { partsOf, sizeOf } from "./files.ts"

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
    await open(dataset, prepare(dataset, source, options))
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

/** An import on its way to the server. */
interface Underway {
  prepared: Promise<Prepared>
  /** Settles once the server has everything it needs to begin. */
  sent: Promise<void>
}

/** Shows the page of the import, before it is read if it takes a while. */
async function open(dataset: string, { prepared, sent }: Underway): Promise<void> {
  const show = (job_id: string, created: boolean) => {
    setBeginning(created ? { state: "idle" } : { state: "known", job_id })
    goTo(`/imports/${job_id}`)
  }
  const early = sent.then(() => appearing(dataset, prepared)).then((job_id) => ({ job_id, created: true }))
  const late = prepared.then(({ answer, created }) => ({ job_id: answer.job_id, created }))
  const { job_id, created } = await Promise.race([late, early])
  show(job_id, created)
  await prepared
}

function prepare(dataset: string, source: Source, options: ImportOptionsInput): Underway {
  if (source.kind === "files") return sendFiles(dataset, source.files, options)
  setBeginning({ state: "opening", name: nameOf(source) })
  const reference = source.kind === "url" ? { url: source.url } : { filename: source.filename }
  const body = { ...reference, options }
  const sent = { params: { dataset }, body, timeout_ms: PREPARE_PATIENCE_MS }
  return { prepared: answered(endpoints.prepare, sent), sent: Promise.resolve() }
}

function sendFiles(dataset: string, files: readonly File[], options: ImportOptionsInput): Underway {
  const name = nameOf({ kind: "files", files: [...files] })
  let arrived = () => {}
  const sent = new Promise<void>((resolve) => {
    arrived = resolve
  })
  const sending: Sending = (sent, total) => {
    if (sent < total) return setBeginning({ state: "sending", name, sent, total })
    setBeginning({ state: "opening", name })
    arrived()
  }
  setBeginning({ state: "sending", name, sent: 0, total: sizeOf(files) })
  const watch = { sending, signal: giveUp.signal }
  return { prepared: prepareFiles(dataset, { options, ...partsOf(files) }, watch), sent }
}

function nameOf(source: Source): string {
  if (source.kind === "url") return source.url
  if (source.kind === "stored") return givenName(source.filename)
  const [file, ...more] = source.files
  return more.length === 0 && file ? file.name : counted(source.files.length, "file")
}

function refusedBy(error: unknown): Beginning {
  const detail = error instanceof Error ? error.message : String(error)
  const { job_id } = (error as { problem?: { job_id?: string } }).problem ?? {}
  const named = fieldErrorsOf(error).map(({ path, message }) => [path.replace(/^options\./, ""), message])
  return { state: "refused", detail, job_id, fields: Object.fromEntries(named) }
}
