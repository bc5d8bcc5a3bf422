import type { Clock } from "../clock.ts"
import type { Config } from "../config.ts"
import type { Embedder } from "./embedder.ts"
import { localEmbedder } from "./local.ts"
import { OpenAiEmbedder } from "./openai.ts"

export { type Embedder, EmbeddingError } from "./embedder.ts"

/** The embedder the configuration asks for: an endpoint, or the local one when none is named. */
export function createEmbedder(config: Pick<Config, "embeddings">, clock: Clock): Embedder {
  return config.embeddings ? new OpenAiEmbedder(config.embeddings, clock) : localEmbedder
}
