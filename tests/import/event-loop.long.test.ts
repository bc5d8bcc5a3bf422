import { monitorEventLoopDelay } from "node:perf_hooks"
import { Readable } from "node:stream"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { ImportOptions } from "../../lib/contract/index.ts"
import { findDataset } from "../../lib/datasets/index.ts"
import { isProblem } from "../../lib/errors.ts"
import { previewFile } from "../../lib/import/preview.ts"
import { actor, prepareFiles, type SentFile, textFile } from "../support/imports.ts"
import { type Lab, openLab } from "../support/lab.ts"

/** What nothing that is sent may hold the event loop for, in milliseconds. */
const LONGEST_HOLD = 200
/** What holds the loop up does so every time; a machine that is busy with something else does not. */
const TRIES = 4

let lab: Lab
beforeAll(async () => {
  lab = await openLab({ SLUICE_STARTS_PER_MINUTE: "1000" })
  // What is loaded when it is first needed is loaded by now.
  await prepared("contacts", textFile("first.csv", "email,phone\na@x.be,0470 12 34 56\n"))
  await prepared("qa-pairs", textFile("first.csv", "question,answer\nq,<p>a</p>\n"))
})
afterAll(() => lab.close())

const quoted = (cell: string) => `"${cell.replaceAll('"', '""')}"`
const columns = (count: number) => Array.from({ length: count }, (_, i) => `c${i}`).join(",")
const keys = (count: number) =>
  JSON.stringify(Object.fromEntries(Array.from({ length: count }, (_, i) => [`k${i}`, i])))
const nested = (levels: number) => `${"[".repeat(levels)}${"]".repeat(levels)}`

const HOSTILE: [what: string, dataset: string, make: () => SentFile][] = [
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
  ["a long document", "documents", () => textFile("n.txt", "Lorem ipsum dolor sit amet. ".repeat(300_000))],
]

describe("the event loop is never held up by", () => {
  test.each(HOSTILE)("%s, when it is prepared", async (_what, dataset, make) => {
    expect(await leastHold(() => prepared(dataset, make()))).toBeLessThan(LONGEST_HOLD)
  })

  test.each(HOSTILE.filter(([, dataset]) => dataset !== "documents"))(
    "%s, when it is looked at",
    async (_what, dataset, make) => {
      expect(await leastHold(() => looked(dataset, make()))).toBeLessThan(LONGEST_HOLD)
    },
  )
})

/** The longest the loop was held during some work, in milliseconds; the least of several tries. */
async function leastHold(work: () => Promise<unknown>): Promise<number> {
  let least = Number.POSITIVE_INFINITY
  for (let tries = 0; tries < TRIES && least >= LONGEST_HOLD; tries += 1) {
    const loop = monitorEventLoopDelay({ resolution: 5 })
    loop.enable()
    await work()
    loop.disable()
    least = Math.min(least, loop.max / 1e6)
  }
  return least
}

/** What is refused is as good as what is read. */
function refused(error: unknown) {
  if (!isProblem(error)) throw error
}

let sent = 0

/** Prepares a file, the same one again as another. */
async function prepared(dataset: string, { bytes, file_name }: SentFile): Promise<void> {
  sent += 1
  const ending = Buffer.from(file_name.endsWith("json") ? " ".repeat(sent) : "\n".repeat(sent))
  const file = { file_name, bytes: Buffer.concat([bytes, ending]) }
  await prepareFiles(lab, findDataset(dataset), file).catch(refused)
}

async function looked(dataset: string, { bytes, file_name: name }: SentFile): Promise<void> {
  const { filename } = await lab.effects.store.receive(Readable.from([bytes]), name, { max_bytes: 1e9 })
  const file = { filename, name, temporary: true }
  const options = ImportOptions.parse({})
  await previewFile({ dataset: findDataset(dataset), file, options, actor }, lab.effects).catch(refused)
}
