import { createHash } from "node:crypto"
import { expect } from "vitest"
import type { PartedUpload } from "../../lib/contract/uploads.ts"
import type { Apart, Sent, Told } from "./apart.ts"

/** Answers that ask for the same call again. */
const AGAIN: unknown[] = ["out_of_time", "busy_elsewhere"]

/** A file as a person has it. */
export interface OwnFile {
  file_name: string
  bytes: Uint8Array
}

/** Imports through calls any of which may die, and asks again as a page does. */
export class Client {
  readonly #apart: Pick<Apart, "once">
  readonly key: string
  readonly #later: () => Promise<void>
  readonly #known = new Set<string>()

  /** `later` lets leases and pauses end, after a call has died or when there is nothing to do but wait. */
  constructor(apart: Pick<Apart, "once">, key: string, later: () => Promise<void>) {
    this.#apart = apart
    this.key = key
    this.#later = later
  }

  /** Asks until there is an answer. */
  async ask(path: string, sent: Sent = {}): Promise<Told> {
    for (;;) {
      const answer = await this.#apart.once(path, { key: this.key, ...sent })
      if (answer && answer.status < 400) return answer.told
      if (answer) expect(AGAIN, `${path}: ${JSON.stringify(answer)}`).toContain(answer.told.code)
      await this.#later()
    }
  }

  /** Puts a file into the store part by part; answers its name there. */
  async upload({ file_name, bytes }: OwnFile): Promise<string> {
    const body = { name: file_name, bytes: bytes.length }
    const plan = (await this.ask("/api/uploads", { body })) as unknown as PartedUpload
    const parts = []
    for (const { number, url = "" } of plan.parts) {
      const part = bytes.slice((number - 1) * plan.part_bytes, number * plan.part_bytes)
      const answer = await fetch(url, { method: "PUT", body: part })
      expect(answer.ok, await answer.text()).toBe(true)
      parts.push({ number, etag: answer.headers.get("etag") ?? "" })
    }
    const sha256 = createHash("sha256").update(bytes).digest("hex")
    const { filename } = await this.ask(`/api/uploads/${plan.upload_id}/complete`, {
      body: { parts, sha256 },
    })
    return String(filename)
  }

  /** Prepares an import, in however many calls; answers its id. */
  async prepare(dataset: string, source: object): Promise<string> {
    const path = `/api/import/${dataset}/prepare`
    let body = source
    for (;;) {
      const answer = await this.#apart.once(path, { key: this.key, body })
      if (answer === null) {
        await this.#later()
        body = (await this.#begun(dataset)) ?? source
        continue
      }
      expect(answer.status, JSON.stringify(answer.told)).toBeLessThan(400)
      const { job_id = "", status } = answer.told
      if (status !== "preparing") {
        this.#known.add(job_id)
        return job_id
      }
      body = { job_id }
    }
  }

  /** The import that a call which died may have begun. */
  async #begun(dataset: string): Promise<object | null> {
    const { imports } = await this.ask(`/api/imports?dataset=${dataset}&limit=1`)
    const [newest] = imports as { job_id: string }[]
    return newest && !this.#known.has(newest.job_id) ? { job_id: newest.job_id } : null
  }

  /** Imports a source to its end; answers the import's status. */
  async import(dataset: string, source: object): Promise<Told> {
    const job_id = await this.prepare(dataset, source)
    await this.drive(dataset, job_id)
    return this.ask(`/api/import/${dataset}/status/${job_id}`)
  }

  /** Drives an import to its end, beside whoever else does. */
  async drive(dataset: string, job_id: string): Promise<void> {
    const at = `/api/import/${dataset}`
    for (;;) {
      const answer = await this.ask(`${at}/process-batch`, { body: { job_id } })
      if (answer.status === "ready_to_finalize" || answer.status === "completed") break
      if (answer.next_batch === null) await this.#later()
    }
    await this.ask(`${at}/finalize`, { body: { job_id } })
  }
}
