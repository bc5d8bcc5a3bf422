import { endpoints } from "../../lib/contract/endpoints.ts"
import type { ImportOptionsInput } from "../../lib/contract/options.ts"
import type { PrepareAnswer } from "../../lib/contract/prepare.ts"
import { type Answered, answered, fieldErrorsOf, messageOf, problemOf } from "../client/call.ts"
import { type Sending, sendFile } from "../client/upload.ts"
import { partsOf, sizeOf } from "../source/files.ts"
import { nameOfFiles, nameOfSource, type Source } from "../source/source.ts"
import { goTo } from "../ui/link.tsx"
import { appearing } from "./appearing.ts"
import { type Beginning, setBeginning } from "./beginning.ts"
import { keepFiles } from "./handed.ts"

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
    keepFiles([])
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
  setBeginning({ state: "opening", name: nameOfSource(source) })
  const reference = source.kind === "url" ? { url: source.url } : { filename: source.filename }
  return { prepared: opened(dataset, reference, options), sent: Promise.resolve() }
}

function opened(dataset: string, reference: object, options: ImportOptionsInput): Promise<Prepared> {
  const body = { ...reference, options }
  return answered(endpoints.prepare, { params: { dataset }, body, timeout_ms: PREPARE_PATIENCE_MS })
}

function sendFiles(dataset: string, files: readonly File[], options: ImportOptionsInput): Underway {
  const sent = sendAll(files)
  const prepared = sent.then((reference) => {
    setBeginning({ state: "opening", name: nameOfFiles(files) })
    return opened(dataset, reference, options)
  })
  return { prepared, sent: sent.then(() => undefined) }
}

/** One file after the other; answers how prepare is told of them. */
async function sendAll(files: readonly File[]): Promise<object> {
  const name = nameOfFiles(files)
  const total = sizeOf(files)
  const { signal } = giveUp
  let before = 0
  const sending: Sending = (sent, _size, waiting) => {
    if (!signal.aborted) setBeginning({ state: "sending", name, sent: before + sent, total, waiting })
  }
  setBeginning({ state: "sending", name, sent: 0, total, waiting: false })
  const names = new Map<File, string>()
  for (const file of files) {
    names.set(file, await sendFile(file, { sending, signal }))
    before += file.size
  }
  const parts = partsOf(files)
  const [filename, ...more] = parts.files.map((file) => names.get(file))
  if (more.length === 0 && !parts.metadata) return { filename }
  const metadata_filename = parts.metadata && names.get(parts.metadata)
  return { filenames: [filename, ...more], ...(metadata_filename && { metadata_filename }) }
}

function refusedBy(error: unknown): Beginning {
  const job_id = problemOf(error)?.job_id
  return { state: "refused", detail: messageOf(error), job_id, fields: fieldErrorsOf(error) }
}
