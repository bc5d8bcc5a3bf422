import { endpoints } from "../../lib/contract/endpoints.ts"
import { PartedUpload, type UploadAnswer, type UploadPart } from "../../lib/contract/uploads.ts"
import { call, codeOf } from "./call.ts"
import { contentHashOf } from "./content-hash.ts"
import { forget, type RememberedUpload, remember, rememberedFor } from "./remembered-uploads.ts"
import { LinkRefused, mayPass, sendPart } from "./send-part.ts"
import { backOff, patiently, wait } from "./wait.ts"

/** Told how many bytes are there, of how many; `waiting` while the connection is gone. */
export type Sending = (sent: number, total: number, waiting: boolean) => void

/** How sending goes on, and what ends it. */
export interface Watch {
  sending: Sending
  signal: AbortSignal
}

/** Parts on their way at a time. */
const AT_A_TIME = 4

/**
 * Sends a file in parts to wherever the server wants them, and answers the name under which it is stored. Goes on where an
 * earlier sending of the same file stopped, and waits for a connection that is gone.
 * @throws RefusedError, AbortError when the signal gave up; then the server keeps nothing of it
 */
export async function sendFile(file: File, watch: Watch): Promise<string> {
  const sending = await FileSending.begin(file, watch)
  try {
    await sending.sendAll()
    return await sending.complete()
  } catch (error) {
    if (watch.signal.aborted) await sending.abandon()
    throw error
  }
}

class FileSending {
  readonly #file: File
  readonly #watch: Watch
  readonly #known: RememberedUpload
  #plan: PartedUpload
  readonly #underWay = new Map<number, number>()
  /** How many workers stand still. */
  #waiting = 0

  private constructor(file: File, watch: Watch, plan: PartedUpload, known: RememberedUpload) {
    this.#file = file
    this.#watch = watch
    this.#plan = plan
    this.#known = known
    for (const { number, etag } of plan.parts) if (etag) known.etags[number] = etag
  }

  static async begin(file: File, watch: Watch): Promise<FileSending> {
    const { signal } = watch
    const waiting = () => watch.sending(0, file.size, true)
    const known = rememberedFor(file)
    const plan = known && (await patiently(() => stateOf(known.upload_id, signal), signal, waiting))
    if (known && plan) return new FileSending(file, watch, plan, known)
    if (known) forget(known.upload_id)
    const body = { name: file.name, bytes: file.size, keep: false }
    // Not cut off: who gives up while it is asked for has to learn what to abandon.
    const begin = () => call(endpoints.upload, { body })
    const begun = PartedUpload.parse(await patiently(begin, signal, waiting))
    const { upload_id } = begun
    const named = { name: file.name, size: file.size, last_modified: file.lastModified }
    return new FileSending(file, watch, begun, {
      ...named,
      upload_id,
      etags: {},
      sent: 0,
      begun_at: Date.now(),
    })
  }

  /** Several workers take the parts that are missing, each the next one. */
  async sendAll(): Promise<void> {
    this.#watch.signal.throwIfAborted()
    this.#tell()
    const queue = this.#plan.parts.filter(({ number }) => this.#known.etags[number] === undefined)
    const failed = new AbortController()
    const signal = AbortSignal.any([this.#watch.signal, failed.signal])
    const work = async () => {
      for (let part = queue.shift(); part; part = queue.shift()) await this.#send(part, signal)
    }
    const stopOthers = (error: unknown) => {
      failed.abort()
      throw error
    }
    const ends = await Promise.allSettled(Array.from({ length: AT_A_TIME }, () => work().catch(stopOthers)))
    this.#watch.signal.throwIfAborted()
    const errors = ends.flatMap((end) => (end.status === "rejected" ? [end.reason] : []))
    const cause = errors.find((error) => !(error instanceof DOMException)) ?? errors[0]
    if (cause !== undefined) throw cause
  }

  /** Again and again, as long as it may pass. */
  async #send(part: UploadPart, signal: AbortSignal): Promise<void> {
    const { number } = part
    const from = (number - 1) * this.#plan.part_bytes
    const body = this.#file.slice(from, from + this.#plan.part_bytes)
    const onBytes = (sent: number) => {
      this.#underWay.set(number, sent)
      this.#tell()
    }
    for (let failures = 1; ; failures += 1) {
      const url = this.#plan.parts.find((one) => one.number === number)?.url ?? ""
      try {
        this.#known.etags[number] = await sendPart({ number, url, body, onBytes, signal })
        break
      } catch (error) {
        this.#underWay.delete(number)
        if (signal.aborted || !mayPass(error)) throw error
        await this.#pause(backOff(failures), signal)
        if (error instanceof LinkRefused) await this.#planAnew(error, signal)
      }
    }
    this.#underWay.delete(number)
    remember({ ...this.#known, sent: this.#sent() })
    this.#tell()
  }

  async #pause(milliseconds: number, signal: AbortSignal): Promise<void> {
    this.#waiting += 1
    this.#tell()
    await wait(milliseconds, signal)
    this.#waiting -= 1
    this.#tell()
  }

  /** Links last a day; what is refused with a new one stays refused. */
  async #planAnew(refused: LinkRefused, signal: AbortSignal): Promise<void> {
    const before = JSON.stringify(this.#plan.parts)
    const plan = await stateOf(this.#plan.upload_id, signal)
    if (plan === null || JSON.stringify(plan.parts) === before) throw refused
    this.#plan = plan
  }

  async complete(): Promise<string> {
    const { signal } = this.#watch
    const { upload_id } = this.#plan
    const parts = Object.entries(this.#known.etags).map(([number, etag]) => ({
      number: Number(number),
      etag,
    }))
    const sha256 = await contentHashOf(this.#file, signal)
    const body = { parts, ...(sha256 && { sha256 }) }
    const work = (): Promise<UploadAnswer> =>
      call(endpoints.completeUpload, { params: { upload_id }, body, timeout_ms: 100_000, signal }).catch(
        (error: unknown) => {
          // Each call compares some more of what is too large for one.
          if (codeOf(error) !== "out_of_time" || signal.aborted) throw error
          return work()
        },
      )
    const waiting = () => this.#watch.sending(this.#file.size, this.#file.size, true)
    try {
      return (await patiently(work, signal, waiting)).filename
    } finally {
      if (!signal.aborted) forget(upload_id)
    }
  }

  /** Nobody waits for it, and what cannot be told within a minute the server does by itself after a day. */
  async abandon(): Promise<void> {
    const { upload_id } = this.#plan
    forget(upload_id)
    const tell = () => call(endpoints.abandonUpload, { params: { upload_id } })
    await patiently(tell, AbortSignal.timeout(60_000), () => {}).catch(() => undefined)
  }

  #sent(): number {
    const last = this.#plan.parts.length
    const sizeOf = (number: number) =>
      number < last ? this.#plan.part_bytes : this.#file.size - (last - 1) * this.#plan.part_bytes
    const there = Object.keys(this.#known.etags).reduce((sum, number) => sum + sizeOf(Number(number)), 0)
    return [...this.#underWay.values()].reduce((sum, bytes) => sum + bytes, there)
  }

  #tell(): void {
    this.#watch.sending(Math.min(this.#sent(), this.#file.size), this.#file.size, this.#waiting > 0)
  }
}

/** Null when it is not there any more. */
async function stateOf(upload_id: string, signal: AbortSignal): Promise<PartedUpload | null> {
  try {
    return await call(endpoints.uploadState, { params: { upload_id }, signal })
  } catch (error) {
    if (["upload_not_found", "file_not_found"].includes(codeOf(error) ?? "")) return null
    throw error
  }
}
