import { Readable } from "node:stream"
import { pipeline } from "node:stream/promises"
import type { ReadableStream } from "node:stream/web"
import { Busboy, type BusboyFileStream, type BusboyInstance } from "@fastify/busboy"
import { isProblem, problem } from "../errors.ts"
import { sizeText } from "../words.ts"
import { mediaType, tooLarge } from "./body.ts"

/** Where an uploaded file goes: streamed to its place, never held in memory. */
export interface FileSink<F extends { filename: string }> {
  receive(stream: Readable, original_name: string, limits: { max_bytes: number }): Promise<F>
  remove(filename: string): Promise<void>
}

export interface Form<F> {
  fields: Map<string, string>
  files: F[]
  /** Files of other fields, one each. */
  named: Map<string, F>
}

export interface FormLimits {
  max_bytes: number
  /** What is said of more, instead of the limit alone. */
  advice?: string
  max_files: number
  /** How many of them would be of use, for sentences. */
  most_of_use?: number
  /** Names of the plain fields; files are always called `file`. */
  fields: readonly string[]
  /** Names of fields that may hold one file more. */
  named?: readonly string[]
  /** Names of files keep the folders that stand before them. */
  paths?: boolean
}

/** Both are the same: browsers call several files one way, older clients the other. */
const FILE_FIELDS: readonly string[] = ["file", "files"]
const MOST_FIELD_BYTES = 1_048_576
/** Counted, so that the answer can say how many came; beyond it is only said that there are more. */
const MOST_COUNTED = 100_000
const FRAMING_BYTES = 1_048_576
/**
 * The parser never answers where what is too much for the room of a part that is skipped comes together with the part's end: it gets
 * less at a time than a part has room for.
 */
const AT_ONCE_BYTES = 65_536
const PART_ROOM_BYTES = 1_048_576

/**
 * Reads multipart/form-data, its parts in any order, handing each file to the sink as it arrives. When
 * anything is refused or breaks off, what was received is removed again before this throws.
 * @throws Problem 415 `unsupported_media_type`, 413 `upload_too_large` | `body_too_large`, 400 `invalid_multipart` | `invalid_request`
 */
export async function readForm<F extends { filename: string }>(
  request: Request,
  sink: FileSink<F>,
  limits: FormLimits,
): Promise<Form<F>> {
  if (mediaType(request) !== "multipart/form-data") {
    throw problem(415, "unsupported_media_type", "Send the file as multipart/form-data.")
  }
  const mostBytes = limits.max_bytes + FRAMING_BYTES
  if (Number(request.headers.get("content-length") ?? 0) > mostBytes) throw uploadTooLarge(limits)
  const form: Form<F> = { fields: new Map(), files: [], named: new Map() }
  const reading = new FormReading(parserOf(request, limits), form, sink, limits)
  const failure = await reading.run(bodyOf(request), mostBytes)
  if (failure === null) return form
  await discard(filesOf(form), sink)
  throw failure
}

/** Every file a form brought. */
export function filesOf<F>(form: Form<F>): F[] {
  return [...form.files, ...form.named.values()]
}

/** Removes received files again; one that is gone already is no matter. */
export async function discard<F extends { filename: string }>(files: F[], sink: FileSink<F>): Promise<void> {
  await Promise.allSettled(files.map((file) => sink.remove(file.filename)))
}

/** One reading: the first thing that goes wrong stops the body, and is what is answered. */
class FormReading<F extends { filename: string }> {
  readonly #parser: BusboyInstance
  readonly #form: Form<F>
  readonly #sink: FileSink<F>
  readonly #limits: FormLimits
  readonly #streams: BusboyFileStream[] = []
  readonly #receiving: Promise<void>[] = []
  readonly #stop = new AbortController()
  readonly #promised = new Set<string>()
  #failure: unknown = null
  #came = 0

  constructor(parser: BusboyInstance, form: Form<F>, sink: FileSink<F>, limits: FormLimits) {
    this.#parser = parser
    this.#form = form
    this.#sink = sink
    this.#limits = limits
    parser.on("file", (name, stream, filename) => this.#onFile(name, stream, filename))
    parser.on("field", (name, value, _cutName, cutValue) => this.#onField(name, value, cutValue))
    parser.on("filesLimit", () => this.#fail(tooMany(MOST_COUNTED, limits)))
    parser.on("fieldsLimit", () => this.#fail(invalid("", "too many fields")))
    parser.on("partsLimit", () => this.#fail(invalid("", "too many parts")))
  }

  /** What went wrong, or null. All files have settled by then. */
  async run(body: Readable, mostBytes: number): Promise<unknown> {
    try {
      const counted = limited(body, mostBytes, uploadTooLarge(this.#limits))
      await pipeline(counted, this.#parser, { signal: this.#stop.signal })
    } catch (error) {
      this.#fail(isProblem(error) ? error : brokenOff())
    }
    await Promise.all(this.#receiving)
    if (this.#came > this.#limits.max_files) this.#fail(tooMany(this.#came, this.#limits))
    return this.#failure
  }

  #onFile(name: string, stream: BusboyFileStream, filename: string | undefined): void {
    // An error without a listener would end the process; what it means is known from the body itself.
    stream.on("error", () => {})
    const expected = FILE_FIELDS.includes(name) || this.#limits.named?.includes(name)
    if (!expected) this.#fail(invalid(name, `no file is expected here; call it ${FILE_FIELDS[0]}`))
    if (this.#promised.has(name)) this.#fail(invalid(name, "only one file"))
    if (!FILE_FIELDS.includes(name)) this.#promised.add(name)
    if (filename && FILE_FIELDS.includes(name)) this.#came += 1
    const many = this.#came > this.#limits.max_files
    // What is too many of several is counted to the end, but not kept.
    if (many && this.#limits.most_of_use === undefined) this.#fail(tooMany(this.#came, this.#limits))
    if (this.#failure !== null || !filename || many) {
      stream.resume()
      return
    }
    this.#streams.push(stream)
    this.#receiving.push(this.#receive(name, stream, filename))
  }

  async #receive(name: string, stream: BusboyFileStream, filename: string): Promise<void> {
    try {
      const file = await this.#sink.receive(stream, filename, { max_bytes: this.#limits.max_bytes })
      if (FILE_FIELDS.includes(name)) this.#form.files.push(file)
      else this.#form.named.set(name, file)
    } catch (error) {
      this.#fail(error)
    }
  }

  #onField(name: string, value: string, cut: boolean): void {
    if (!this.#limits.fields.includes(name)) this.#fail(invalid(name, "unknown field"))
    else if (cut) this.#fail(tooLarge("1 MB in one field"))
    else this.#form.fields.set(name, value)
  }

  #fail(error: unknown): void {
    if (this.#failure !== null) return
    this.#failure = error
    this.#stop.abort()
    for (const stream of this.#streams) if (!stream.readableEnded) stream.destroy(brokenOff())
  }
}

async function* limited(body: Readable, mostBytes: number, refusal: Error): AsyncGenerator<Buffer> {
  let bytes = 0
  for await (const chunk of body as AsyncIterable<Buffer>) {
    bytes += chunk.byteLength
    if (bytes > mostBytes) throw refusal
    for (let at = 0; at < chunk.length; at += AT_ONCE_BYTES) yield chunk.subarray(at, at + AT_ONCE_BYTES)
  }
}

/** What parts are told apart by; of an empty one the parser finds no end. */
const BOUNDARY_NAMED = /;\s*boundary\s*=\s*(?:"[^"]+"|[^\s;"]+)/i

function parserOf(request: Request, { paths = false }: FormLimits): BusboyInstance {
  const contentType = request.headers.get("content-type") ?? ""
  try {
    if (!BOUNDARY_NAMED.test(contentType)) throw new Error("no boundary")
    return new Busboy({
      headers: { "content-type": contentType },
      fileHwm: PART_ROOM_BYTES,
      preservePath: paths,
      limits: { files: MOST_COUNTED, fields: 50, fieldSize: MOST_FIELD_BYTES, headerPairs: 100 },
    })
  } catch {
    throw problem(400, "invalid_multipart", "The Content-Type names no boundary, so the form cannot be read.")
  }
}

function bodyOf(request: Request): Readable {
  if (!request.body) throw problem(400, "invalid_multipart", "The request has no body.")
  return Readable.fromWeb(request.body as ReadableStream)
}

function uploadTooLarge(limits: FormLimits) {
  const detail =
    limits.advice ?? `The upload is larger than ${sizeText(limits.max_bytes)}, the limit for uploads.`
  return problem(413, "upload_too_large", detail, {
    headers: { connection: "close" },
  })
}

function tooMany(came: number, limits: FormLimits) {
  const most = limits.most_of_use ?? limits.max_files
  const files = came < MOST_COUNTED ? came : `more than ${MOST_COUNTED}`
  const detail = `The form has ${files} files; one import may have ${most}. Send them in several.`
  return problem(422, "batch_too_large", detail)
}

function brokenOff() {
  return problem(
    400,
    "invalid_multipart",
    "The form is broken or ended before it was complete. Send it again.",
  )
}

function invalid(path: string, message: string) {
  const detail = `The form cannot be used – ${path ? `${path}: ` : ""}${message}.`
  return problem(400, "invalid_request", detail, { errors: [{ path, message }] })
}
