import { type SentFile, textFile } from "./imports.ts"

const quoted = (cell: string) => `"${cell.replaceAll('"', '""')}"`
const columns = (count: number) => Array.from({ length: count }, (_, i) => `c${i}`).join(",")
const keys = (count: number) =>
  JSON.stringify(Object.fromEntries(Array.from({ length: count }, (_, i) => [`k${i}`, i])))
const nested = (levels: number) => `${"[".repeat(levels)}${"]".repeat(levels)}`

/** What takes a careless reader longest, of each kind: what it is, for which dataset, and the file. */
export const HOSTILE: [what: string, dataset: string, make: () => SentFile][] = [
  [
    "a megabyte of tags in one cell",
    "qa-pairs",
    () => textFile("a.csv", `question,answer\nq,${quoted("<b>".repeat(333_000))}\n`),
  ],
  [
    "as many nested tags as a cell may have",
    "qa-pairs",
    () => textFile("b.csv", `question,answer\nq,${quoted("<div>".repeat(19_999))}\n`),
  ],
  [
    "nested tags in a small file",
    "qa-pairs",
    () => textFile("c.csv", `question,answer\nq,${quoted("<i>".repeat(10_800))}\n`),
  ],
  [
    "a megabyte of entities",
    "qa-pairs",
    () => textFile("d.csv", `question,answer\nq,${"&lt;".repeat(240_000)}\n`),
  ],
  [
    "five thousand columns",
    "contacts",
    () => textFile("e.csv", `email,${columns(4_999)}\n${`a@x.be${",x".repeat(4_999)}\n`.repeat(50)}`),
  ],
  [
    "a thousand columns",
    "contacts",
    () => textFile("f.csv", `email,${columns(999)}\n${`a@x.be${",x".repeat(999)}\n`.repeat(500)}`),
  ],
  ["a header of a megabyte", "contacts", () => textFile("g.csv", `${"a,".repeat(500_000)}email\n`)],
  ["a JSON object of a hundred thousand keys", "taxonomy", () => textFile("h.json", `[${keys(100_000)}]`)],
  [
    "JSON that is nested without end",
    "taxonomy",
    () => textFile("i.json", `[{"url":"https://x.be/a","metadata":${nested(500_000)}}]`),
  ],
  ["nothing but bad rows", "contacts", () => textFile("j.csv", `email,phone\n${"nope,12\n".repeat(30_000)}`)],
  [
    "a quote that is never closed",
    "contacts",
    () => textFile("k.csv", `email,notes\n"${"a,b\n".repeat(30_000)}`),
  ],
  [
    "a megabyte of quotes",
    "contacts",
    () => textFile("l.csv", `email,notes\na@x.be,"${'""'.repeat(450_000)}"\n`),
  ],
  [
    "no character of UTF-8",
    "contacts",
    () => ({
      file_name: "m.csv",
      bytes: Buffer.concat([Buffer.from("email,notes\n"), Buffer.alloc(2_000_000, 0xe9)]),
    }),
  ],
  ["forty megabytes of < in a page", "documents", () => textFile("o.html", "<".repeat(40_000_000))],
  ["a long document", "documents", () => textFile("n.txt", "Lorem ipsum dolor sit amet. ".repeat(300_000))],
]
