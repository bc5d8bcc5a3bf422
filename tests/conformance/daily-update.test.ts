import { dailyUpdate } from "../../lib/datasets/daily-update.ts"
import { makeExtracts } from "../../scripts/sample/archive.ts"
import { changed } from "../support/change-zip.ts"
import { textFile } from "../support/imports.ts"
import { exerciseDataset } from "./exercise-dataset.ts"
import type { Material, Refused, Source } from "./material.ts"

type Extract = Awaited<ReturnType<typeof makeExtracts>>[number]

const [full, update] = await makeExtracts({
  seed: 41,
  rows: 120,
  changes: 60,
  traps: true,
  steps: [{ type: "full" }, { type: "update" }],
})
if (!full || !update) throw new Error("no extracts were made")

/** How many of its rows are bad is known to the reference only. */
function sourceOf(extract: Extract): Source {
  const files = extract.files.filter((file) => file.name !== "meta.csv")
  return { files: [extract], rows: files.reduce((sum, file) => sum + file.records.length, 0) }
}

async function refused(extract: Extract): Promise<Refused[]> {
  const packed = (bytes: Buffer) => [{ ...extract, bytes }]
  const without = await changed(extract, (texts) => delete texts["contact_insert.csv"])
  const renamed = await changed(extract, (texts) => {
    texts["contact_insert.csv"] = (texts["contact_insert.csv"] ?? "").replace("Value", "Worth")
  })
  const middle = Math.floor(extract.bytes.length / 3)
  const flipped = Buffer.from(extract.bytes)
  flipped[middle] = (flipped[middle] ?? 0) ^ 1
  return [
    { what: "an empty file", files: packed(Buffer.alloc(0)), refusal: "422 not_a_zip" },
    { what: "a text", files: [textFile("extract.zip", "<html>")], refusal: "422 not_a_zip" },
    {
      what: "a ZIP that is cut off",
      files: packed(extract.bytes.subarray(0, -30)),
      refusal: "422 zip_truncated",
    },
    { what: "a ZIP with a flipped bit", files: packed(flipped), refusal: "422 zip_corrupt" },
    { what: "a ZIP that lacks a file", files: [without], refusal: "422 file_missing" },
    { what: "a file with another column", files: [renamed], refusal: "422 column_unknown" },
    { what: "two files", files: [extract, extract], refusal: "422 too_many_files" },
    {
      what: "bad rows that may not be skipped",
      files: [extract],
      options: { skip_errors: false },
      refusal: "422 rows_invalid",
    },
  ]
}

const material: Material = {
  options: { batch_size: 40 },
  first: sourceOf(full),
  second: sourceOf(update),
  refused: await refused(update),
}

exerciseDataset(dailyUpdate, material)
