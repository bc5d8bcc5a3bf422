import fc from "fast-check"
import { expect, test } from "vitest"
import { createEmbedder } from "../../lib/embeddings/index.ts"
import { movableClock } from "../support/clock.ts"

const embedder = createEmbedder({ embeddings: null }, movableClock())

function embed(...texts: string[]): Promise<number[][]> {
  return embedder.embed(texts, { deadline: 0 })
}

async function likeness(one: string, other: string): Promise<number> {
  const [a = [], b = []] = await embed(one, other)
  return a.reduce((sum, value, at) => sum + value * (b[at] ?? 0), 0)
}

test("without an endpoint texts are embedded here", () => {
  expect(embedder).toMatchObject({ name: "local", dimensions: 256 })
  const remote = { url: "http://127.0.0.1:9/v1", key: null, model: "large" }
  expect(createEmbedder({ embeddings: remote }, movableClock())).toMatchObject({
    name: "large",
    dimensions: null,
  })
})

test("every text, whatever it holds, has a vector of length one", async () => {
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: "binary" }), async (text) => {
      const [vector = []] = await embed(text)
      expect(vector).toHaveLength(256)
      expect(Math.hypot(...vector)).toBeCloseTo(1, 5)
    }),
  )
})

test("a text without words has a vector too", async () => {
  const [empty, marks] = await embed("", " ?! … ")
  expect(empty?.slice(0, 2)).toEqual([1, 0])
  expect(marks).toEqual(empty)
})

test("case, accents and width make no difference", async () => {
  const [one, ...others] = await embed(
    "Où est l'été",
    "OU EST L ETE",
    "ou est l\u2019e\u0301te\u0301",
    "ｏｕ est l ete",
  )
  for (const other of others) expect(other).toEqual(one)
})

test("the more words two texts share, the closer they are", async () => {
  const question = "How do I reset my password?"
  const near = await likeness(question, "I forgot my password, how can I reset it?")
  const far = await likeness(question, "Which trains leave for Ghent on Sunday?")
  expect(near).toBeGreaterThan(0.4)
  expect(far).toBeLessThan(0.2)
  expect(await likeness(question, question)).toBeCloseTo(1, 5)
})

test("the order of words counts a little", async () => {
  const same = await likeness("dog bites man", "dog bites man")
  const turned = await likeness("dog bites man", "man bites dog")
  expect(turned).toBeLessThan(same)
  expect(turned).toBeGreaterThan(0.5)
})

test("languages written without spaces are compared by their signs", async () => {
  expect(await likeness("東京都の天気", "東京の天気")).toBeGreaterThan(0.4)
  expect(await likeness("हिन्दी भाषा", "हिन्दी कविता")).toBeGreaterThan(0.2)
})

test("a vector is the same on every machine and in every version", async () => {
  const [vector = []] = await embed("opening hours")
  expect(vector.flatMap((value, at) => (value === 0 ? [] : [[at, value]]))).toEqual([
    [102, Math.fround(-2 / 3)],
    [111, Math.fround(-2 / 3)],
    [157, Math.fround(-1 / 3)],
  ])
})
