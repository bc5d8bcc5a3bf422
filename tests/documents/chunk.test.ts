import fc from "fast-check"
import { expect, test } from "vitest"
import { chunkText } from "../../lib/documents/chunk.ts"

const sentence = "The library opens at nine and closes at five. "

test("a short text is one piece, and an empty one none", () => {
  expect(chunkText(" Hello. ")).toEqual(["Hello."])
  expect(chunkText(" \n ")).toEqual([])
  expect(chunkText("a".repeat(1_200))).toHaveLength(1)
})

test("a text is cut between paragraphs where that is possible", () => {
  const paragraphs = Array.from({ length: 6 }, () => sentence.repeat(10).trim())
  const pieces = chunkText(paragraphs.join("\n\n"))
  expect(pieces).toEqual([0, 2, 4].map((at) => paragraphs.slice(at, at + 2).join("\n\n")))
})

test("a long paragraph is cut behind a sentence, and a long sentence between words", () => {
  for (const piece of chunkText(sentence.repeat(100))) expect(piece).toMatch(/^The .*five\.$/)
  for (const piece of chunkText("word ".repeat(1_000))) expect(piece).toMatch(/^(word )*word$/)
  for (const piece of chunkText("図書館は九時に開きます。".repeat(300))) expect(piece).toMatch(/。$/)
})

test("no piece is longer than 1,200 characters, and only the last may be short", () => {
  for (const text of [sentence.repeat(200), "x".repeat(10_000), "line\n".repeat(2_000)]) {
    const pieces = chunkText(text)
    expect(Math.max(...pieces.map((piece) => piece.length))).toBeLessThanOrEqual(1_200)
    expect(Math.min(...pieces.slice(0, -1).map((piece) => piece.length))).toBeGreaterThan(350)
  }
})

test("nothing is lost but white space, and no character is cut in half", () => {
  const words = fc.oneof(
    fc.lorem({ maxCount: 30, mode: "sentences" }),
    fc.string({ unit: "grapheme" }),
    fc.constantFrom("\n\n", " ", "😀".repeat(700), "x".repeat(999), "。"),
  )
  fc.assert(
    fc.property(fc.array(words, { maxLength: 40 }), (parts) => {
      const text = parts.join("")
      const pieces = chunkText(text)
      expect(pieces.join("").replace(/\s/g, "")).toBe(text.replace(/\s/g, ""))
      for (const piece of pieces) {
        expect(piece).toBe(piece.trim())
        expect(piece).not.toBe("")
        expect(piece.length).toBeLessThanOrEqual(1_200)
        if (!/\p{Surrogate}/u.test(text)) expect(piece).not.toMatch(/\p{Surrogate}/u)
      }
    }),
  )
})

test("cutting a text of ten million characters is quick", () => {
  const started = performance.now()
  expect(chunkText(sentence.repeat(220_000)).length).toBeGreaterThan(9_000)
  expect(performance.now() - started).toBeLessThan(5_000)
})
