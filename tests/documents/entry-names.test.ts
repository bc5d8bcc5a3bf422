import { crc32 } from "node:zlib"
import { createElement } from "react"
import { renderToStaticMarkup } from "react-dom/server"
import { expect, test } from "vitest"
import type { ImportOptionsInput } from "../../lib/contract/index.ts"
import { describeDataset } from "../../lib/datasets/describe.ts"
import { documents } from "../../lib/datasets/documents.ts"
import { qaPairs } from "../../lib/datasets/qa-pairs.ts"
import { optionsOf } from "../../scripts/import/asked.ts"
import { OptionFields } from "../../web/start/option-fields.tsx"
import { type RawEntry, rawZip } from "../formats/zip-builder.ts"
import { refusal } from "../support/ask.ts"
import { importFiles, prepareFiles, textFile } from "../support/imports.ts"
import { ownLab } from "../support/own-lab.ts"

const lab = ownLab()

/** "日本.txt" and "中国.txt". */
const SHIFT_JIS = Buffer.from("93fa967b2e747874", "hex")
const GBK = Buffer.from("d6d0b9fa2e747874", "hex")
const UTF8_FLAG = 0x800

const entry = (name: string | Buffer, more: Partial<RawEntry> = {}): RawEntry => ({
  name,
  content: `text of ${Buffer.from(name).toString("hex")}`,
  ...more,
})

/** The extra field with the name in UTF-8, made for what `of` is the name of. */
function unicodePath(name: string, of: Buffer): Buffer {
  const head = Buffer.alloc(9)
  head.writeUInt16LE(0x7075, 0)
  head.writeUInt16LE(5 + Buffer.byteLength(name), 2)
  head.writeUInt8(1, 4)
  head.writeUInt32LE(crc32(of), 5)
  return Buffer.concat([head, Buffer.from(name)])
}

async function namesOf(entries: RawEntry[], options: ImportOptionsInput = {}): Promise<unknown[]> {
  await importFiles(lab, documents, { file_name: "all.zip", bytes: rawZip(entries) }, options)
  return (await lab.read("select filename from document order by filename")).map(({ filename }) => filename)
}

test("an entry is called as its extra field for Unicode says, unless that was made for another name", async () => {
  const old = Buffer.from("?????.txt")
  const renamed = Buffer.from("renamed.txt")
  expect(
    await namesOf([
      entry(old, { extra: unicodePath("отчёт.txt", old) }),
      entry(renamed, { extra: unicodePath("before.txt", old) }),
      entry("broken.txt", { extra: unicodePath("cut off.txt", Buffer.from("broken.txt")).subarray(0, 7) }),
    ]),
  ).toEqual(["broken.txt", "renamed.txt", "отчёт.txt"])
})

test("names that do not say what they are in are in what the option says", async () => {
  const named = Buffer.from("name.txt")
  expect(
    await namesOf(
      [
        entry(SHIFT_JIS),
        entry("café.txt", { flags: UTF8_FLAG }),
        entry(named, { extra: unicodePath("été.txt", named) }),
      ],
      { entry_encoding: "sjis" },
    ),
  ).toEqual(["café.txt", "été.txt", "日本.txt"])
})

test("what the option says holds for bytes that could be UTF-8, and for a ZIP beside other files", async () => {
  const couldBe = Buffer.from("é.txt")
  const sent = [{ file_name: "all.zip", bytes: rawZip([entry(couldBe)]) }, textFile("plain.txt", "plain")]
  await importFiles(lab, documents, sent, { entry_encoding: "windows-1252" })
  const there = await lab.read("select filename from document order by filename")
  expect(there.map(({ filename }) => filename)).toEqual(["plain.txt", "Ã©.txt"])
})

test("the same ZIP with its names read in another way is another import", async () => {
  const sent = { file_name: "all.zip", bytes: rawZip([entry(GBK)]) }
  const first = await prepareFiles(lab, documents, sent)
  const other = await prepareFiles(lab, documents, sent, { entry_encoding: "gbk" })
  expect(other.answer.job_id).not.toBe(first.answer.job_id)
  const again = await prepareFiles(lab, documents, sent, { entry_encoding: "gb2312" })
  expect(again).toMatchObject({ created: false, answer: { job_id: other.answer.job_id } })
})

test("the option is for documents alone, and an encoding that is not known is refused", async () => {
  const rows = textFile("a.csv", "question,answer\nWhy?,So.\n")
  const attempt = prepareFiles(lab, qaPairs, rows, { entry_encoding: "cp437" })
  expect(await refusal(attempt)).toBe("400 invalid_request")
  expect(() => optionsOf({ "entry-encoding": "klingon" })).toThrow("--entry-encoding takes one of utf-8, ")
})

test("the command and the page say it as well", () => {
  expect(optionsOf({ "entry-encoding": "SJIS" })).toEqual({ entry_encoding: "shift_jis" })
  const { options } = describeDataset(documents)
  const html = renderToStaticMarkup(createElement(OptionFields, { options, errors: {} }))
  const [field = ""] = /<select[^>]*name="entry_encoding".*?<\/select>/.exec(html) ?? []
  expect(field).toContain('<option value="" selected="">Detected</option>')
  expect(field).toContain('value="shift_jis"')
})
