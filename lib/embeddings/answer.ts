import { z } from "zod"
import { EmbeddingError } from "./embedder.ts"

const MOST_DIMENSIONS = 65_536

const Answer = z.object({
  data: z.array(
    z.object({
      index: z.number().int().min(0).optional(),
      embedding: z.array(z.number()).min(1).max(MOST_DIMENSIONS),
    }),
  ),
})
type Item = z.infer<typeof Answer>["data"][number]

/**
 * The vectors of an answer in the order of the texts.
 * @param dimensions what earlier answers had; null when this is the first
 * @throws EmbeddingError when it is not one vector of finite numbers a text, all equally long
 */
export function readAnswer(body: string, count: number, dimensions: number | null): number[][] {
  const parsed = Answer.safeParse(jsonOf(body))
  if (!parsed.success) throw unusable("is not a list of embeddings made of finite numbers")
  const { data } = parsed.data
  if (data.length !== count) throw unusable(`has ${data.length} embeddings for ${count} texts`)
  const vectors = inOrder(data)
  const expected = dimensions ?? vectors[0]?.length
  const other = vectors.find((vector) => vector.length !== expected)
  if (other) {
    throw unusable(
      `has an embedding of ${other.length} dimensions where ${expected} are expected; was the model changed?`,
    )
  }
  return vectors
}

function jsonOf(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch {
    throw unusable("is not JSON")
  }
}

/** By `index` where the answer has it; an endpoint that leaves it out keeps the order. */
function inOrder(data: Item[]): number[][] {
  const numbered = data.map((item, at) => ({ at: item.index ?? at, vector: item.embedding }))
  const vectors: number[][] = []
  for (const { at, vector } of numbered) vectors[at] = vector
  const places = new Set(numbered.map(({ at }) => at))
  if (places.size < data.length || Math.max(-1, ...places) >= data.length) {
    throw unusable("numbers its embeddings wrongly")
  }
  return vectors
}

function unusable(what: string): EmbeddingError {
  const advice = "Check EMBEDDINGS_URL and EMBEDDINGS_MODEL."
  const sentence = what.endsWith("?") ? what : `${what}.`
  return new EmbeddingError(`The answer of the embedding endpoint ${sentence} ${advice}`, false)
}
