/** Turns texts into vectors whose closeness says how alike the texts are. */
export interface Embedder {
  /** `local`, or the model that is asked. */
  name: string
  /** Of every vector; null until the first answer of an endpoint has told. */
  readonly dimensions: number | null
  /** Texts of one request. More are sent as several, and fail together. */
  most_texts: number
  /**
   * One vector a text, in the order of the texts.
   * @throws EmbeddingError, and the signal's reason when it is aborted
   */
  embed(texts: readonly string[], call: EmbeddingCall): Promise<number[][]>
}

export interface EmbeddingCall {
  /** Milliseconds of the clock: nothing is asked or waited for beyond it. */
  deadline: number
  signal?: AbortSignal
}

/** Why there are no vectors. The message quotes neither the key nor a text. */
export class EmbeddingError extends Error {
  /** Whether the same call may work later. */
  readonly retryable: boolean
  /** How long the endpoint asked to be left alone, in milliseconds. */
  readonly retry_after_ms: number | null
  /** Where it may be one of the texts that is refused, and not whoever asks: what to say of that text. */
  readonly of_text: string | null

  constructor(
    message: string,
    retryable: boolean,
    more: { retry_after_ms?: number | null; of_text?: string | null } = {},
  ) {
    super(message)
    this.name = "EmbeddingError"
    this.retryable = retryable
    this.retry_after_ms = more.retry_after_ms ?? null
    this.of_text = more.of_text ?? null
  }
}
