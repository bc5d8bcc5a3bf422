import { monitorEventLoopDelay } from "node:perf_hooks"
import { Readable } from "node:stream"
import { beforeAll, describe, expect, test } from "vitest"
import { ImportOptions } from "../../lib/contract/index.ts"
import { findDataset } from "../../lib/datasets/index.ts"
import { isProblem } from "../../lib/errors.ts"
import { previewFile } from "../../lib/import/preview.ts"
import { HOSTILE } from "../support/hostile.ts"
import { actor, prepareFiles, type SentFile, textFile } from "../support/imports.ts"
import { sharedLab } from "../support/own-lab.ts"

/** What nothing that is sent may hold the event loop for, in milliseconds. */
const LONGEST_HOLD = 200
/** What holds the loop up does so every time; a machine that is busy with something else does not. */
const TRIES = 4

const lab = sharedLab({ SLUICE_STARTS_PER_MINUTE: "1000" })
beforeAll(async () => {
  // What is loaded when it is first needed is loaded by now.
  await prepared("contacts", textFile("first.csv", "email,phone\na@x.be,0470 12 34 56\n"))
  await prepared("qa-pairs", textFile("first.csv", "question,answer\nq,<p>a</p>\n"))
})

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
