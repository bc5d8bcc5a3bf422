import fc from "fast-check"
import { expect, test } from "vitest"
import type { Block } from "../../lib/documents/blocks.ts"
import { piecesOf } from "../../lib/documents/pieces.ts"

const block = (text: string, more: Partial<Block> = {}): Block => ({
  kind: "text",
  text,
  page: null,
  section: null,
  ...more,
})
/** The pieces of a text whose paragraphs blank lines part. */
const chunkText = (text: string) =>
  piecesOf(
    text
      .split("\n\n")
      .map((one) => block(one))
      .filter((one) => one.text.trim() !== ""),
  ).map((piece) => piece.text)

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

test("a heading goes with what follows, and a piece tells under which headings it begins", () => {
  const paragraph = (section: string) => block(sentence.repeat(15).trim(), { section })
  const heading = (text: string, section: string) => block(text, { kind: "heading", section })
  const pieces = piecesOf([
    heading("One", "One"),
    paragraph("One"),
    heading("Two", "One > Two"),
    paragraph("One > Two"),
    heading("Three", "Three"),
    block(sentence.repeat(60).trim(), { section: "Three" }),
  ])
  expect(pieces.map(({ section }) => section)).toEqual(["One", "One > Two", "Three", "Three", "Three"])
  expect(pieces.map(({ text }) => text.split("\n")[0]?.slice(0, 5))).toEqual([
    "One",
    "Two",
    "Three",
    "The l",
    "The l",
  ])
})

test("a piece is on one page, unless a sentence goes on on the next", () => {
  const pieces = piecesOf([
    block("Ends here.", { page: 1 }),
    block("This one goes", { page: 2 }),
    block("on to the next page.", { page: 3 }),
    block("Agenda", { page: 4 }),
  ])
  expect(pieces.map(({ page, text }) => [page, text])).toEqual([
    [1, "Ends here."],
    [2, "This one goes\n\non to the next page."],
    [4, "Agenda"],
  ])
})

test("a table is cut between rows, and within a row only where it is longer than a piece", () => {
  const row = (n: number) =>
    `Row ${n}. It has a sentence.\tAnother one. And so on.\t${"word ".repeat(20).trim()}`
  const rows = Array.from({ length: 40 }, (_, n) => row(n))
  const pieces = piecesOf([block(rows.join("\n"), { kind: "table" })])
  expect(pieces.flatMap(({ text }) => text.split("\n"))).toEqual(rows)
  const long = Array.from({ length: 30 }, (_, n) => `Cell ${n}. ${"word ".repeat(20).trim()}`)
  const cut = piecesOf([block(long.join("\t"), { kind: "table" })])
  expect(cut.flatMap(({ text }) => text.split("\t"))).toEqual(long)
})
