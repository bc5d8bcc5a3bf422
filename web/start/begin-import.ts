import { endpoints } from "../../lib/contract/endpoints.ts"
import type { ImportOptionsInput } from "../../lib/contract/options.ts"
import type { PrepareAnswer } from "../../lib/contract/prepare.ts"
import { type Answered, answered, fieldErrorsOf, messageOf, problemOf } from "../client/call.ts"
import { type Sending, sendFile } from "../client/upload.ts"
import { partsOf, sizeOf } from "../source/files.ts"
import { nameOfFiles, nameOfSource, type Source } from "../source/source.ts"
import { goTo } from "../ui/link.tsx"
import { appearing, beingPrepared } from "./appearing.ts"
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
  /** Those that were being prepared before it was, and so are not it; known once the server has everything it needs to begin. */
  others: Promise<ReadonlySet<string>>
  prepared: Promise<Prepared>
}

/** Shows the page of the import, before it is read if it takes a while. */
async function open(dataset: string, { others, prepared }: Underway): Promise<void> {
  const show = (job_id: string, created: boolean) => {
    setBeginning(created ? { state: "idle" } : { state: "known", job_id })
    keepFiles([])
    goTo(pageOf(job_id))
  }
  const early = others.then((known) => appearing(dataset, known, prepared))
  const late = prepared.then(({ answer, created }) => ({ job_id: answer.job_id, created }))
  const first = await Promise.race([late, early.then((job_id) => ({ job_id, created: true }))])
  show(first.job_id, first.created)
  const own = await late
  // What appeared may be somebody else's, begun at the same time.
  if (own.job_id !== first.job_id && location.pathname === pageOf(first.job_id)) show(own.job_id, own.created)
}

const pageOf = (job_id: string) => `/imports/${job_id}`

function prepare(dataset: string, source: Source, options: ImportOptionsInput): Underway {
  const sent = send(source)
  const others = sent.then(() => {
    setBeginning({ state: "opening", name: nameOfSource(source) })
    return beingPrepared(dataset)
  })
  const prepared = Promise.all([sent, others]).then(([reference]) => {
    const body = { ...reference, options }
    return answered(endpoints.prepare, { params: { dataset }, body, timeout_ms: PREPARE_PATIENCE_MS })
  })
  return { others, prepared }
}

/** Answers how prepare is told of the source, once it is where the server finds it. */
async function send(source: Source): Promise<object> {
  if (source.kind === "files") return sendAll(source.files)
  return source.kind === "url" ? { url: source.url } : { filename: source.filename }
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
