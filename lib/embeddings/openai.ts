import type { Clock } from "../clock.ts"
import { readAnswer } from "./answer.ts"
import { type Embedder, type EmbeddingCall, EmbeddingError } from "./embedder.ts"
import { askOnce } from "./request.ts"

/** The fewest that a well-known server takes by default. */
const MOST_TEXTS = 32
/** Models read some 8,000 tokens and refuse a request with a longer text: it is embedded by its beginning. */
const MOST_CHARACTERS = 8_000
const MOST_TRIES = 6
const FIRST_WAIT_MS = 500
const LONGEST_WAIT_MS = 20_000

export interface Endpoint {
  /** With or without /embeddings at the end. */
  url: string
  key: string | null
  model: string | null
}

/** What a test makes smaller. */
export interface Patience {
  timeout_ms: number
  most_bytes: number
  /** Between 0 and 1: callers that failed together do not come back together. */
  random(): number
}

const PATIENCE: Patience = { timeout_ms: 30_000, most_bytes: 64 * 1_048_576, random: Math.random }

/** An endpoint that speaks OpenAI's /embeddings: tried again while it is busy, never beyond the deadline. */
export class OpenAiEmbedder implements Embedder {
  readonly name: string
  readonly most_texts = MOST_TEXTS
  readonly #endpoint: Endpoint
  readonly #url: URL
  readonly #clock: Clock
  readonly #patience: Patience
  #dimensions: number | null = null

  constructor(endpoint: Endpoint, clock: Clock, patience: Partial<Patience> = {}) {
    this.#endpoint = endpoint
    this.#url = embeddingsUrl(endpoint.url)
    this.name = endpoint.model ?? this.#url.host
    this.#clock = clock
    this.#patience = { ...PATIENCE, ...patience }
  }

  get dimensions(): number | null {
    return this.#dimensions
  }

  async embed(texts: readonly string[], call: EmbeddingCall): Promise<number[][]> {
    const vectors: number[][] = []
    for (let from = 0; from < texts.length; from += MOST_TEXTS) {
      const part = texts.slice(from, from + MOST_TEXTS).map(sendable)
      const body = await this.#ask(part, call)
      const found = readAnswer(body, part.length, this.#dimensions)
      this.#dimensions ??= found[0]?.length ?? null
      vectors.push(...found)
    }
    return vectors
  }

  async #ask(texts: string[], call: EmbeddingCall): Promise<string> {
    for (let tried = 1; ; tried += 1) {
      try {
        return await this.#askOnce(texts, call)
      } catch (error) {
        if (!(error instanceof EmbeddingError) || !error.retryable || tried === MOST_TRIES) throw error
        const wait = Math.max(error.retry_after_ms ?? 0, this.#backOff(tried))
        if (this.#clock.now() + wait >= call.deadline) throw error
        await this.#clock.wait(wait, call.signal)
      }
    }
  }

  #askOnce(texts: string[], { deadline, signal }: EmbeddingCall): Promise<string> {
    signal?.throwIfAborted()
    const { timeout_ms, most_bytes } = this.#patience
    const now = this.#clock.now()
    if (now >= deadline) throw new EmbeddingError("There was no time left to ask for embeddings.", true)
    const { key, model } = this.#endpoint
    const patience = { timeout_ms: Math.min(timeout_ms, deadline - now), most_bytes, now, signal }
    return askOnce({ url: this.#url, key, model, texts, ...patience })
  }

  #backOff(tried: number): number {
    const most = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (tried - 1))
    return Math.round((most / 2) * (1 + this.#patience.random()))
  }
}

/** A text as endpoints take it: not empty, not too long, no character cut in half. */
function sendable(text: string): string {
  return text.slice(0, MOST_CHARACTERS).replace(/[\ud800-\udbff]$/, "") || " "
}

function embeddingsUrl(text: string): URL {
  const url = new URL(text)
  const path = url.pathname.replace(/\/+$/, "")
  url.pathname = path.endsWith("/embeddings") ? path : `${path}/embeddings`
  return url
}
