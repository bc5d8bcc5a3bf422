import { documents } from "../../lib/datasets/documents.ts"
import { zipOf } from "../../scripts/sample/zip.ts"
import { upTo } from "../support/handmade.ts"
import { type SentFile, textFile } from "../support/imports.ts"
import { exerciseDataset } from "./exercise-dataset.ts"
import type { Material, Refused } from "./material.ts"

/** Some are long enough to be cut into several pieces. */
const textOf = (n: number) =>
  `Document ${n}.\n\n${`Sentence ${n} says a little. `.repeat(n % 2 === 0 ? 200 : 3)}`
const fileOf = (n: number) => textFile(`document-${n}.${n % 3 === 0 ? "md" : "txt"}`, textOf(n))

const metadata = textFile(
  "metadata.csv",
  "filename,author,date_created,tags,reviewed_by\ndocument-5.txt,An,2025-01-02,one;two,Bo\n",
)
const broken = textFile("broken.pdf", "no PDF at all")
const first = upTo(4).map(fileOf)
// The fifth comes twice, under another name.
const again = textFile("again.txt", textOf(5))
const second = [broken, again, ...[3, 4, 5, 6, 7].map(fileOf)]

async function refused(): Promise<Refused[]> {
  const zip = await zipOf(Object.fromEntries(first.map(({ file_name, bytes }) => [file_name, bytes])))
  const packed = (bytes: Buffer): SentFile[] => [{ file_name: "documents.zip", bytes }]
  return [
    { what: "a ZIP that is cut off", files: packed(zip.subarray(0, -40)), refusal: "422 zip_truncated" },
    { what: "a text that calls itself ZIP", files: packed(Buffer.from("text")), refusal: "422 not_a_zip" },
    { what: "an empty ZIP", files: packed(await zipOf({})), refusal: "422 no_documents" },
    { what: "metadata alone", files: [metadata], refusal: "422 no_documents" },
    { what: "an empty file called ZIP", files: packed(Buffer.alloc(0)), refusal: "422 not_a_zip" },
    { what: "too many documents", files: upTo(102).map(fileOf), refusal: "422 batch_too_large" },
    {
      what: "too many documents in a ZIP",
      files: packed(await zipOf(Object.fromEntries(upTo(101).map((n) => [`${n}.txt`, Buffer.from(`${n}`)])))),
      refusal: "422 batch_too_large",
    },
    {
      what: "metadata that is no JSON",
      files: [...first, textFile("metadata.json", "{")],
      refusal: "422 metadata_invalid",
    },
    {
      what: "a broken document that may not be skipped",
      files: [...first, broken],
      options: { skip_errors: false },
      refusal: "422 rows_invalid",
    },
  ]
}

const material: Material = {
  options: { batch_size: 1 },
  first: { files: first, rows: first.length, failed: 0 },
  second: { files: [...second, metadata], rows: second.length, failed: 1 },
  refused: await refused(),
}

exerciseDataset(documents, material)
