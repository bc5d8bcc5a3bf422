import { writeFileSync } from "node:fs"
import { join } from "node:path"
import { buffer } from "node:stream/consumers"
import fc from "fast-check"
import { describe, expect, test } from "vitest"
import { asUtf8 } from "../../lib/formats/decode-text.ts"
import { beginningOf, detectDialect, detectEncoding } from "../../lib/formats/dialect.ts"
import { withBytes } from "../../lib/store/bytes.ts"
import { sharedFolder } from "../support/own-lab.ts"

const folder = sharedFolder()

let made = 0
function fileOf(...parts: (Buffer | number[] | string)[]): string {
  made += 1
  const path = join(folder, String(made))
  writeFileSync(
    path,
    Buffer.concat(parts.map((part) => (typeof part === "string" ? Buffer.from(part) : Buffer.from(part)))),
  )
  return path
}

const utf16be = (text: string) => Buffer.from(text, "utf16le").swap16()

describe("the encoding of a file", () => {
  test.each([
    ["ASCII", fileOf("name,city\nAnn,Gent\n"), "utf-8"],
    ["UTF-8", fileOf("name,city\nZoé,Liège\n"), "utf-8"],
    ["UTF-8 with a byte order mark", fileOf([0xef, 0xbb, 0xbf], "name\nAnn\n"), "utf-8"],
    ["Windows-1252", fileOf("name,city\nZo", [0xe9], ",Li", [0xe8], "ge\n"), "windows-1252"],
    [
      "Windows-1252 with a euro sign and curly quotes",
      fileOf("price\n", [0x80, 0x93, 0x94], "\n"),
      "windows-1252",
    ],
    [
      "UTF-16, little end first, with a mark",
      fileOf([0xff, 0xfe], Buffer.from("name\nZoé\n", "utf16le")),
      "utf-16le",
    ],
    ["UTF-16, big end first, with a mark", fileOf([0xfe, 0xff], utf16be("name\nZoé\n")), "utf-16be"],
    ["UTF-16 without a mark", fileOf(Buffer.from("name;city\nAnn;Gent\n", "utf16le")), "utf-16le"],
    ["UTF-16, big end first, without a mark", fileOf(utf16be("name;city\nAnn;Gent\n")), "utf-16be"],
    ["nothing", fileOf(""), "utf-8"],
  ])("%s is found out", async (_name, path, encoding) => {
    expect(await withBytes(path, detectEncoding)).toMatchObject({ encoding })
  })

  test("an accent that comes late in a long file still tells", async () => {
    const path = fileOf("name\n", "Ann\n".repeat(700_000), "Zo", [0xe9], "\n")
    expect(await withBytes(path, detectEncoding)).toMatchObject({ encoding: "windows-1252" })
  })

  test("one broken byte among good UTF-8 does not make the whole file another encoding", async () => {
    const path = fileOf("Zoé, Léa, Liège\n", [0xff], "\n")
    expect(await withBytes(path, detectEncoding)).toMatchObject({ encoding: "utf-8", guessed: null })
  })

  test("UTF-8 is UTF-8 wherever a block of the file ends", async () => {
    for (const shift of [0, 1, 2, 3]) {
      const path = fileOf("x".repeat(1_048_576 - shift), "€uro — 𝒳\n", "y".repeat(10))
      expect(await withBytes(path, detectEncoding)).toMatchObject({ encoding: "utf-8", guessed: null })
    }
  })

  test("any text comes back as UTF-8 from every encoding that can hold it", async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: "grapheme", minLength: 1 }), async (text) => {
        for (const [encoding, bytes] of [
          ["utf-8", Buffer.from(text)],
          ["utf-16le", Buffer.from(text, "utf16le")],
          ["utf-16be", utf16be(text)],
        ] as const) {
          const read = await withBytes(fileOf(bytes), (one) => buffer(asUtf8(one, encoding)))
          expect(read.toString().replace(/^\uFEFF/, "")).toBe(text.replace(/^\uFEFF/, ""))
        }
      }),
      { numRuns: 50 },
    )
  })

  test("Windows-1252 has its own characters where Latin-1 has none", async () => {
    const path = fileOf("price\n", [0x80, 0x20, 0x93, 0x41, 0x94], "\n")
    const whole = await withBytes(path, (bytes) => buffer(asUtf8(bytes, "windows-1252")))
    expect(whole.toString()).toBe("price\n€ “A”\n")
    expect(await withBytes(path, (bytes) => beginningOf(bytes, "windows-1252"))).toBe("price\n€ “A”\n")
  })
})

describe("what keeps the columns apart", () => {
  test.each([
    ["a comma", "a,b,c\n1,2,3\n", ","],
    ["a semicolon, with commas in the cells", "name;price\nAnn;1,50\nBen;2,75\n", ";"],
    ["a tab", "name\tcity\nAnn\tGent, Brugge\n", "\t"],
    ["a pipe", "name|notes\nAnn|one;two\n", "|"],
    ["a comma, with semicolons inside quotes", 'name,tags\nAnn,"a;b;c"\nBen,"d;e"\n', ","],
    ["a semicolon, with line breaks inside quotes", 'name;notes\nAnn;"one\ntwo, three"\n', ";"],
    [
      "nothing, where one value has a semicolon in it",
      "email\na@x.be\nb@x.be; c@x.be\nd@x.be\ne@x.be\n",
      ",",
    ],
    ["nothing, where there is one column", "url\nhttps://example.com/a\n", ","],
    ["a semicolon, where the header alone is there", "name;city\n", ";"],
  ])("is %s", (_name, text, delimiter) => {
    expect(detectDialect(text).delimiter).toBe(delimiter)
  })
})
