import { copyFileSync, mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from "node:fs"
import { basename, join } from "node:path"
import { beforeAll, expect, test } from "vitest"
import { control } from "../support/ask.ts"
import { replaced } from "../support/change-zip.ts"
import { prepare } from "../support/drive.ts"
import { handmade, line } from "../support/handmade.ts"
import { openLabIn } from "../support/lab.ts"
import { sharedFolder } from "../support/own-lab.ts"
import { leftovers } from "../support/tables.ts"
import { runCommand, runForJson } from "./child.ts"
import { commandEnvironment, writeSamples } from "./samples.ts"

const folder = sharedFolder()
let made: string[]
let corrected: string
let env: Record<string, string>
let inbox: string

/** Five days: a Full, three updates, and a Full of the last of them. */
const STEPS = [
  { type: "full" },
  { type: "update" },
  { type: "update" },
  { type: "update" },
  { type: "full" },
] as const

beforeAll(async () => {
  inbox = join(folder, "inbox")
  mkdirSync(inbox)
  env = commandEnvironment(folder)
  made = await writeSamples(folder, { rows: 60, changes: 10, steps: [...STEPS] })
  const other = join(folder, "other")
  mkdirSync(other)
  const again = await writeSamples(other, { rows: 60, changes: 20, steps: [...STEPS], seed: 7 })
  corrected = again[1] ?? ""
})

const put = (...days: number[]) => {
  for (const day of days) copyFileSync(made[day] ?? "", join(inbox, basename(made[day] ?? "")))
}

const told = (json: Record<string, unknown>) =>
  (json.imports as { end: string; extract_number: number }[]).map(
    ({ end, extract_number }) => `${extract_number} ${end}`,
  )

test("of several extracts the first is tried out, with a line for each of them", async () => {
  const { status, out } = await runCommand("import", env, made[1] ?? "", made[0] ?? "", "--dry-run", "--json")
  expect(status).toBe(0)
  const lines = out.split("\n").filter((line) => line.includes('"source":'))
  expect(lines.map((line) => JSON.parse(line.replace(/,$/, "")))).toMatchObject([
    { end: "completed", extract_number: 140 },
    { end: "waiting", extract_number: 141, waits_for: 140 },
  ])
}, 60_000)

test("a folder of extracts is imported in order, again and again, as far as nothing is missing", async () => {
  expect(await runCommand("catch-up", env, inbox)).toMatchObject({
    status: 0,
    out: expect.stringContaining("nothing in it"),
  })
  put(0, 1, 3)
  // A name says nothing, or something else; what is inside does.
  renameSync(join(inbox, basename(made[1] ?? "")), join(inbox, "latest.zip"))
  renameSync(
    join(inbox, basename(made[3] ?? "")),
    join(inbox, basename(made[0] ?? "").replace(".zip", " (1).zip")),
  )
  const first = await runForJson("catch-up", env, inbox)
  expect(first).toMatchObject({ status: 3 })
  expect(told(first.json)).toEqual(["140 completed", "141 completed", "143 waiting"])
  expect(first.json.imports).toMatchObject([{}, {}, { missing: { from: 142, to: 142 } }])

  const { status, out } = await runCommand("catch-up", env, inbox)
  expect(status).toBe(3)
  expect(out).toBe(
    "Extracts 140–141 are applied.\nExtract 142 is missing, so update 143 and what comes after it wait. Add what is missing or a full extract, or give --allow-gap.\n",
  )
}, 60_000)

test("a number that is on its way is not missing", async () => {
  const lab = await openLabIn(folder)
  const { answer } = await prepare(lab, { bytes: readFileSync(made[2] ?? ""), file_name: "extract.zip" })
  const { job_id } = answer
  lab.close()
  const { status, out } = await runCommand("catch-up", env, inbox)
  expect(status).toBe(3)
  expect(out).toContain(
    `Extract 142 is ready, so update 143 and what comes after it wait.\n  Go on with it: npm run import -- ${job_id}\n`,
  )
  const again = await openLabIn(folder)
  await control(again, job_id, "cancel")
  again.close()
}, 60_000)

test("a later full extract goes over the gap, and then there is nothing left to do", async () => {
  put(4)
  const { status, json } = await runForJson("import", env, inbox)
  expect(status).toBe(0)
  expect(told(json)).toEqual(["140 applied", "141 applied", "143 passed", "144 completed"])
  const again = await runCommand("import", env, ...made.toReversed())
  expect(again).toMatchObject({ status: 0, err: "" })
  expect(again.out).toBe(
    "Extracts 140–141, 144 are applied.\nExtracts 142–143 are not needed: the register, or a full extract at hand, is past them.\n",
  )
}, 60_000)

test("without a server the command itself removes what nobody needs any more", async () => {
  expect(await runCommand("import", env, made[4] ?? "", "--dry-run")).toMatchObject({ status: 0 })
  const lab = await openLabIn(folder)
  expect(await leftovers(lab)).toEqual({})
  lab.close()
}, 60_000)

test("another file of an applied extract in the folder is left out, whenever a timer comes by", async () => {
  copyFileSync(corrected, join(inbox, "corrected.zip"))
  const { status, out } = await runCommand("catch-up", env, inbox)
  expect(status).toBe(0)
  expect(out).toContain(
    "corrected.zip is another file of extract 141 (update), which is applied, and is left out.",
  )
}, 60_000)

test("an extract of a version that was allowed once is left out when a timer comes by without that", async () => {
  const drifts = join(folder, "drifts")
  mkdirSync(drifts)
  const update = await handmade({ number: 145, type: "update", lines: {} })
  const { bytes } = await replaced(update, "meta.csv", "1.0.0", "1.1.0")
  writeFileSync(join(drifts, "newer.zip"), bytes)
  expect(await runCommand("catch-up", env, drifts, "--allow-version", "1.1.0")).toMatchObject({ status: 0 })
  expect(await runCommand("catch-up", env, drifts)).toMatchObject({
    status: 0,
    out: "Extract 145 is applied.\n",
  })
}, 60_000)

test("a corrected file is not taken for the applied one because it is as long", async () => {
  const lines = (name: string) => ({ denomination_insert: [line.name(1, name)] })
  const [right, wrong] = [join(folder, "right.zip"), join(folder, "wrong.zip")]
  for (const [file, name] of [
    [wrong, "Nane"],
    [right, "Name"],
  ] as const)
    writeFileSync(file, (await handmade({ number: 146, type: "update", lines: lines(name) })).bytes)
  expect(statSync(right).size).toBe(statSync(wrong).size)
  expect(await runCommand("import", env, wrong)).toMatchObject({ status: 0 })
  const { status, err } = await runCommand("import", env, right)
  expect({ status, err }).toMatchObject({ status: 3, err: expect.stringContaining("already applied") })
  expect((await runCommand("import", env, wrong)).out).toBe("Extract 146 is applied.\n")
}, 60_000)

test("what is no extract is met with a whole command that takes it", async () => {
  const page = join(folder, "page.html")
  writeFileSync(page, "<!doctype html><title>Log in</title>")
  const { status, err } = await runCommand("catch-up", env, page)
  expect(status).toBe(1)
  expect(err).toContain("npm run import -- FILE --dataset documents")
}, 60_000)

test("another file of an applied extract is refused in a sentence, and what follows is not tried", async () => {
  const page = join(folder, "page.zip")
  writeFileSync(page, "<!doctype html><title>Log in</title>")
  const { status, err, json } = await runForJson("import", env, corrected, page)
  expect(status).toBe(3)
  expect(err).toContain(`${corrected}: Extract 141 (update) is already applied`)
  expect(err).not.toContain("    at ")
  expect(json.not_tried).toEqual([page])
  expect(json.imports).toMatchObject([{ end: "refused", error: { code: "extract_already_applied" } }])
}, 60_000)

test("without a folder it says what to do", async () => {
  const { status, err } = await runCommand("catch-up", env)
  expect({ status, err }).toMatchObject({
    status: 2,
    err: expect.stringContaining("npm run catch-up -- data/extracts"),
  })
})
