import { gzipSync } from "node:zlib"
import type { Random } from "../sample/random.ts"
import { zipOf } from "../sample/zip.ts"
import { mangled } from "./mangled.ts"
import { encoded } from "./texts.ts"
import { workbook } from "./workbook.ts"

/** A file that was made, and which dataset it is for. */
export interface MadeFile {
  dataset: string
  name: string
  bytes: Buffer
}

const CELLS = [
  "jan@example.org",
  "0470 12 34 56",
  "Gent",
  "",
  " ",
  "a;b",
  "é",
  "<b>x</b>",
  "a<b",
  "12345678901234567890",
  "https://a.example/x",
  "=1+1",
  "“x”",
  "\u200b",
  "1E22",
  "x".repeat(300),
]
const HEADERS = [
  "email",
  "phone",
  "first_name",
  "E-mail 1 - Value",
  "Mobile Phone",
  "question",
  "answer",
  "url",
  "title",
  "metadata",
  "",
  "x",
  "email",
]
const ENDS = ["\n", "\r\n", "\r"]

/** One generator a format, by its name. */
export const GENERATORS: Readonly<Record<string, (random: Random) => Promise<MadeFile>>> = {
  csv: async (random) => ({
    ...datasetOf(random),
    name: "a.csv",
    bytes: mangled(random, encoded(random, csvText(random))),
  }),
  json: async (random) => ({
    ...datasetOf(random),
    name: random.pick(["a.json", "a.jsonl", "a.csv"]),
    bytes: mangled(random, Buffer.from(jsonText(random))),
  }),
  xlsx: async (random) => ({ ...datasetOf(random), name: "a.xlsx", bytes: await workbook(random) }),
  vcard: async (random) => ({
    dataset: "contacts",
    name: "a.vcf",
    bytes: mangled(random, encoded(random, cardText(random))),
  }),
  packed: async (random) => {
    const { bytes, ...file } = await (
      GENERATORS[random.pick(["csv", "json"])] as (typeof GENERATORS)[string]
    )(random)
    if (random.chance(0.5)) return { ...file, name: "a.csv.gz", bytes: mangled(random, gzipSync(bytes)) }
    const entries = Object.fromEntries(
      random.some(
        3,
        () => [random.pick(["a.csv", "b/c.csv", "__MACOSX/._a.csv", ".DS_Store"]), bytes] as const,
      ),
    )
    return { ...file, name: "a.zip", bytes: mangled(random, await zipOf(entries)) }
  },
}

const datasetOf = (random: Random) => ({ dataset: random.pick(["contacts", "qa-pairs", "taxonomy"]) })

function csvText(random: Random): string {
  const delimiter = random.pick([",", ";", "\t", "|"])
  const end = random.pick(ENDS)
  const cell = () => {
    const text = random.chance(0.1)
      ? random.some(6, () => random.pick([...'",;\n\r|\t a'])).join("")
      : random.pick(CELLS)
    return random.chance(0.3) || /[",;\t|\r\n]/.test(text)
      ? `"${random.chance(0.95) ? text.replaceAll('"', '""') : text}"`
      : text
  }
  const width = 1 + random.below(5)
  const line = () =>
    Array.from({ length: random.chance(0.9) ? width : random.below(9) }, cell).join(delimiter)
  const header = Array.from({ length: width }, () => random.pick(HEADERS)).join(delimiter)
  const above = random.chance(0.2) ? random.some(3, () => "Some notes") : []
  const first = random.chance(0.1) ? [`sep=${delimiter}`] : []
  return (
    [...first, ...above, header, ...random.some(30, line)].join(
      random.chance(0.9) ? end : random.pick(ENDS),
    ) + (random.chance(0.8) ? end : "")
  )
}

function jsonText(random: Random): string {
  const value = (depth: number): unknown => {
    const kind = random.below(depth > 3 ? 5 : 7)
    if (kind === 5) return random.some(3, () => value(depth + 1))
    if (kind === 6)
      return Object.fromEntries(random.some(3, () => [random.pick(HEADERS), value(depth + 1)] as const))
    return [random.pick(CELLS), random.below(1_000) / 7, null, true, random.pick(CELLS)][kind]
  }
  const row = () =>
    JSON.stringify(Object.fromEntries(random.some(5, () => [random.pick(HEADERS), value(0)] as const)))
  const rows = random.some(20, row)
  const form = random.below(3)
  return form === 0
    ? `[${rows.join(",\n")}]`
    : form === 1
      ? rows.join("\n")
      : `{"rows":[${rows.join(",")}],"total":2}`
}

function cardText(random: Random): string {
  const names = [
    "N:Peeters;Mia;;;",
    "FN:Mia Peeters",
    "EMAIL;TYPE=WORK:mia@example.org",
    "TEL;CELL:0470 12 34 56",
    "NOTE;ENCODING=QUOTED-PRINTABLE:a=0D=",
    "=E9b",
    " folded",
    "PHOTO:AAAA",
    "ADR:;;x;y;;z;",
    "junk",
    "BEGIN:VCARD",
  ]
  const card = () =>
    ["BEGIN:VCARD", ...random.some(8, () => random.pick(names)), random.chance(0.9) ? "END:VCARD" : ""].join(
      random.pick(ENDS),
    )
  return random.some(8, card).join("\r\n")
}
