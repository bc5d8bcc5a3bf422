import { driveFrom } from "../../lib/contract/drive-job.ts"
import { endpoints, type PrepareAnswer } from "../../lib/contract/index.ts"
import { isProblem } from "../../lib/errors.ts"
import { Interrupted, pauseFor } from "../command/interrupt.ts"
import { sendInParts } from "../command/send-parts.ts"
import { type FileToSend, streamedForm } from "../command/upload.ts"
import { megabytes } from "../command/words.ts"
import type { Context } from "./context.ts"
import { effectsOf, NEVER } from "./drive-effects.ts"
import type { LocalFile, Source } from "./source.ts"
import { watchImport } from "./watch.ts"

/** A function is handed no larger one; a smaller one is one call instead of four. */
const LARGEST_FORM_BYTES = 4_000_000

/**
 * Opens the import of a source, or finds the one that is open already, and has it prepared to the end. Throws
 * Interrupted when the file was still being sent: then there is no import. Reading it cannot be paused.
 */
export async function prepareSource(context: Context, source: Source): Promise<PrepareAnswer> {
  const unannounce = announceWait(context)
  const watching = watchImport(context, null)
  try {
    const opened = await openImport(context, source)
    return isLeft(context, source) ? opened : await prepareToEnd(context, opened)
  } finally {
    unannounce()
    watching.stop()
  }
}

/** Whether the server goes on with the import by itself. */
export function isLeft({ options }: Context, source: Source): boolean {
  return options.run === "background" && source.kind !== "job"
}

function announceWait({ interrupt, view }: Context): () => void {
  const say = () => view.say("It will be paused as soon as the file is read. Ctrl-C again leaves at once.")
  interrupt.signal.addEventListener("abort", say)
  return () => interrupt.signal.removeEventListener("abort", say)
}

async function openImport(context: Context, source: Source): Promise<PrepareAnswer> {
  const { api, dataset, options } = context
  const params = { dataset }
  if (source.kind === "job") return api.call(endpoints.prepare, { params, body: { job_id: source.job_id } })
  if (source.kind === "url") {
    return api.call(endpoints.prepare, { params, body: { url: source.url, options } })
  }
  const large = api.server !== null && source.bytes > LARGEST_FORM_BYTES
  return large ? sendParts(context, source) : sendForm(context, source)
}

type Files = Extract<Source, { kind: "files" }>

/** Sends the files in parts and has an import made of them. */
async function sendParts(context: Context, source: Files): Promise<PrepareAnswer> {
  const { api, dataset, options } = context
  const prepare = async () => {
    const body = { ...(await sentFiles(context, source)), options }
    return api.call(endpoints.prepare, { params: { dataset }, body })
  }
  try {
    return await prepare()
  } catch (error) {
    // Taken by a call whose answer was lost: of what is imported already, or cannot be, the server keeps no file.
    if (isProblem(error) && error.code === "file_not_found") return prepare()
    throw error
  }
}

/** One file after the other, each in parts; answers what the server then calls them. */
async function sentFiles(context: Context, source: Files) {
  const { api, interrupt, view } = context
  let sent = 0
  const onBytes = (more: number) => {
    if (interrupt.signal.aborted) throw new Interrupted()
    sent += more
    view.show({ done: sent, total: source.bytes, text: `sending, ${megabytes(sent)}` })
  }
  const watch = { onBytes, tell: (sentence: string) => view.say(sentence), signal: interrupt.signal }
  const send = (file: LocalFile) => sendInParts(api, { ...file, ...watch })
  onBytes(0)
  const filenames: string[] = []
  for (const file of source.files) filenames.push(await send(file))
  const metadata_filename = source.metadata ? await send(source.metadata) : undefined
  const several = filenames.length > 1 || metadata_filename !== undefined
  return several ? { filenames, metadata_filename } : { filename: filenames[0] }
}

async function sendForm(context: Context, source: Files): Promise<PrepareAnswer> {
  const { api, dataset, options, interrupt, view } = context
  let brokenOff = false
  const onBytes = (sent: number) => {
    brokenOff = interrupt.signal.aborted
    if (brokenOff) throw new Interrupted()
    view.show({ done: sent, total: source.bytes, text: `sending, ${megabytes(sent)}` })
  }
  const form = () => streamedForm({ options: JSON.stringify(options) }, filesOf(source), onBytes)
  try {
    return await api.call(endpoints.prepare, { params: { dataset }, form })
  } catch (error) {
    throw brokenOff ? new Interrupted() : error
  }
}

function filesOf({ files, metadata }: Files): FileToSend[] {
  const named = files.map((file) => ({ ...file, field: "file" }))
  return metadata ? [...named, { ...metadata, field: "metadata_mapping" }] : named
}

/** The way to the end of prepare is the beginning of the loop that drives. */
async function prepareToEnd(context: Context, opened: PrepareAnswer): Promise<PrepareAnswer> {
  let answer = opened
  if (answer.status !== "preparing") return answer
  const effects = effectsOf(context, opened.job_id)
  const prepare = async () => {
    answer = await effects.prepare()
    return answer
  }
  // Reading cannot be paused.
  await driveFrom("prepare", { ...effects, prepare, wait: (ms) => pauseFor(ms) }, NEVER, "prepare")
  return answer
}
