import type { ImportOptionsInput } from "../../lib/contract/index.ts"
import { contacts } from "../../lib/datasets/contacts.ts"
import { dailyUpdate } from "../../lib/datasets/daily-update.ts"
import type { Dataset } from "../../lib/datasets/declaration.ts"
import { documents } from "../../lib/datasets/documents.ts"
import { qaPairs } from "../../lib/datasets/qa-pairs.ts"
import { taxonomy } from "../../lib/datasets/taxonomy.ts"
import { makeExtracts } from "../sample/archive.ts"
import { csvOf } from "../sample/csv.ts"

export interface File {
  name: string
  bytes: Buffer
}

/** What is imported into one dataset: a first source without a fault, and a second with rows that are there, changed, new, twice and bad. */
export interface Sources {
  dataset: Dataset
  options: ImportOptionsInput
  first: File[]
  second: File[]
}

type Row = Record<string, string>

/** Who dies over a batch is not its fault. */
const PATIENT = { max_retries: 10 }

/** Sources of every dataset, the same for the same seed. */
export async function makeSources(seed: number): Promise<Sources[]> {
  return [await extracts(seed), people(), pages(), questions(), texts()]
}

async function extracts(seed: number): Promise<Sources> {
  const steps = [{ type: "full" }, { type: "update" }] as const
  const [full, update] = await makeExtracts({ seed, rows: 120, changes: 60, traps: true, steps: [...steps] })
  if (!full || !update) throw new Error("No extracts were made.")
  const fileOf = ({ file_name: name, bytes }: typeof full) => ({ name, bytes })
  const options = { batch_size: 40, ...PATIENT }
  return { dataset: dailyUpdate, options, first: [fileOf(full)], second: [fileOf(update)] }
}

const people = () =>
  records(
    contacts,
    600,
    { batch_size: 50, duplicates: "merge" },
    { email: "nobody", first_name: "No address" },
    (n, version) => ({
      // Every fifth is known by the phone alone.
      email: n % 5 === 0 ? "" : `Person${n}@Example.com`,
      phone: n % 5 === 0 || n % 7 === 0 ? `+32 470 ${100_000 + n}` : "",
      first_name: n % 2 === 0 || version > 1 ? `Voornaam ${n}` : "",
      city: version > 1 ? `Gent ${version}` : "",
      tags: version > 1 ? `customer;version ${version}` : "customer",
      notes: `Note ${version} of ${n}`,
    }),
  )

const urlOf = (n: number) => `https://www.example.com/${n % 7}${n > 6 ? `/page-${n}` : ""}`

const pages = () =>
  records(
    taxonomy,
    60,
    { batch_size: 10, duplicates: "update", project_id: "one" },
    { url: "no address", title: "Nowhere" },
    (n, version) => ({
      url: urlOf(n),
      title: `Page ${n}, version ${version}`,
      parent_url: version > 1 ? urlOf(7) : "",
      metadata: n % 3 === 0 ? JSON.stringify({ n, version }) : "",
    }),
  )

const questions = () =>
  records(
    qaPairs,
    24,
    { batch_size: 5, duplicates: "update" },
    { question: "And this one?", answer: "" },
    (n, version) => ({
      question: `What is <b>number ${n}</b>?`,
      answer: `<p>Answer ${version} to the question of number ${n}.</p>`,
      category: n % 2 === 0 ? "Numbers" : "",
      tags: `one,two,version ${version}`,
    }),
  )

function texts(): Sources {
  const textOf = (n: number) =>
    Buffer.from(`Document ${n}.\n\n${`Sentence ${n} says a little. `.repeat(n % 2 === 0 ? 200 : 3)}`)
  const file = (n: number) => ({ name: `document-${n}.${n % 3 === 0 ? "md" : "txt"}`, bytes: textOf(n) })
  const second = [
    { name: "broken.pdf", bytes: Buffer.from("no PDF at all") },
    { name: "again.txt", bytes: textOf(5) },
    ...[3, 4, 5, 6, 7].map(file),
  ]
  return { dataset: documents, options: { batch_size: 1, ...PATIENT }, first: [1, 2, 3, 4].map(file), second }
}

/** Half of the first rows again, the later of them changed, a quarter as many new ones, one of each twice, and a bad one. */
function records(
  dataset: Dataset,
  rows: number,
  options: ImportOptionsInput,
  bad: Row,
  row: (n: number, version: number) => Row,
): Sources {
  const numbers = (count: number) => Array.from({ length: count }, (_, i) => i + 1)
  const [half, quarter] = [Math.floor(rows / 2), Math.floor(rows / 4)]
  const known = numbers(half).map((n) => row(half + n, n > quarter ? 2 : 1))
  const added = numbers(quarter).map((n) => row(rows + n, 1))
  const second = [...known.slice(0, 2), bad, ...known.slice(2), ...added, row(half + 1, 3), row(rows + 1, 3)]
  return {
    dataset,
    options: { ...options, ...PATIENT },
    first: [
      csv(
        "first.csv",
        numbers(rows).map((n) => row(n, 1)),
      ),
    ],
    second: [csv("second.csv", second)],
  }
}

function csv(name: string, rows: readonly Row[]): File {
  const header = [...new Set(rows.flatMap((row) => Object.keys(row)))]
  const cells = rows.map((row) => header.map((column) => row[column]))
  return { name, bytes: Buffer.from(csvOf(header, cells)) }
}
