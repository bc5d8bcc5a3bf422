import type { Embedder } from "./embedder.ts"

const DIMENSIONS = 256
const MOST_TEXTS = 1_000
const PAIR_WEIGHT = 0.5

/**
 * Compares texts by the words they share, without a model: each word and each pair of neighbours is hashed to one
 * of 256 dimensions and a sign (feature hashing, Weinberger et al. 2009), and the vector has length 1. Lexical
 * only: "car" and "automobile" are strangers. The same text gives the same vector on every machine.
 */
export const localEmbedder: Embedder = {
  name: "local",
  dimensions: DIMENSIONS,
  most_texts: MOST_TEXTS,
  async embed(texts, { signal }) {
    signal?.throwIfAborted()
    return texts.map(vectorOf)
  },
}

function vectorOf(text: string): number[] {
  const vector = new Array<number>(DIMENSIONS).fill(0)
  const words = wordsOf(text)
  addFeatures(vector, words, 1)
  addFeatures(vector, pairsOf(words), PAIR_WEIGHT)
  const length = Math.sqrt(vector.reduce((sum, value) => sum + value * value, 0))
  // A text without words gets a direction all the same: no cosine is defined for a vector of zeros.
  if (length === 0) return vector.fill(1, 0, 1)
  return vector.map((value) => Math.fround(value / length))
}

/** Words in lower case and without accents; an ideograph is a word of its own, because no spaces part them. */
function wordsOf(text: string): string[] {
  const folded = text
    .normalize("NFKC")
    .toLowerCase()
    .normalize("NFD")
    .replace(/[\u0300-\u036f]/g, "")
  const spaced = folded.normalize("NFC").replace(/\p{Ideographic}/gu, " $& ")
  return spaced.match(/[\p{L}\p{M}\p{N}]+/gu) ?? []
}

function pairsOf(words: string[]): string[] {
  return words.slice(1).map((word, at) => `${words[at]} ${word}`)
}

/** A word said often says less each time: it counts by the square root. */
function addFeatures(vector: number[], features: string[], weight: number) {
  const counts = new Map<string, number>()
  for (const feature of features) counts.set(feature, (counts.get(feature) ?? 0) + 1)
  for (const [feature, count] of counts) {
    const hash = hashOf(feature)
    const at = hash % DIMENSIONS
    const sign = hash & 0x8000_0000 ? -1 : 1
    vector[at] = (vector[at] ?? 0) + sign * weight * Math.sqrt(count)
  }
}

/** FNV-1a over UTF-16 code units, its bits then mixed as MurmurHash3 does: 32 bits, unsigned. */
function hashOf(text: string): number {
  let hash = 0x811c_9dc5
  for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 0x0100_0193)
  hash = Math.imul(hash ^ (hash >>> 16), 0x85eb_ca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2_ae35)
  return (hash ^ (hash >>> 16)) >>> 0
}
