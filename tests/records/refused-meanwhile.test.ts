import { Readable } from "node:stream"
import { beforeEach, expect, test } from "vitest"
import { ImportOptions } from "../../lib/contract/index.ts"
import { contacts } from "../../lib/datasets/contacts.ts"
import type { Effects } from "../../lib/effects.ts"
import { prepareImport } from "../../lib/import/prepare.ts"
import { refusal } from "../support/ask.ts"
import { gateBefore } from "../support/gate.ts"
import { actor } from "../support/imports.ts"
import { ownLab } from "../support/own-lab.ts"
import { traces } from "../support/refused.ts"

const lab = ownLab()
beforeEach(async () => {
  await refusal(send())
})

/** Sends the same file, of which one row is bad, and asks once to prepare it. */
async function send(effects: Effects = lab.effects) {
  const bytes = Buffer.from("email\nann@x.be\nnot an address\n")
  const file = await effects.store.receive(Readable.from([bytes]), "p.csv", { max_bytes: 1_000 })
  const source = { kind: "upload" as const, files: [file] }
  const options = ImportOptions.parse({ skip_errors: false })
  const { answer } = await prepareImport({ dataset: contacts, source, options, actor }, effects)
  return answer
}

const clearing = (sql: string) => /delete from "?import_staging_/.test(sql)

/** The second time that somebody asks how far the files of a job are: when all of them are staged. */
function concluding() {
  let times = 0
  return (sql: string) => {
    if (sql.includes("sum(rows_staged)")) times += 1
    return times === 2
  }
}

test("a file is not made ready by one call while another, which has refused it, clears it away", async () => {
  const before = await traces(lab)
  const late = gateBefore(lab.effects, concluding())
  const second = send(late.effects)
  await late.reached
  const refusing = gateBefore(lab.effects, clearing)
  const first = refusal(send(refusing.effects))
  await refusing.reached
  late.open()
  expect(await second).toMatchObject({ status: "preparing", total_batches: 0 })
  refusing.open()
  expect(await first).toBe("422 rows_invalid")
  expect(await traces(lab)).toEqual(before)
})

test("a file whose refusal nobody could end is refused anew, and nothing of it is left", async () => {
  const [before] = await traces(lab)
  const dying = gateBefore(lab.effects, clearing)
  void send(dying.effects).catch(() => {})
  await dying.reached
  dying.kill()
  expect(await refusal(send())).toBe("422 rows_invalid")
  const [rows, files] = await traces(lab)
  expect(rows).toEqual(before)
  // The copy of the call that died is old when the store is swept.
  expect(files).toHaveLength(1)
})
