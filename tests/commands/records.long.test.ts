import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { describe, expect, test } from "vitest"
import { openLabIn } from "../support/lab.ts"
import { sharedFolder } from "../support/own-lab.ts"
import { runCommand, runForJson, startCommand } from "./child.ts"
import { commandEnvironment } from "./samples.ts"

const folder = sharedFolder()

const AS_CONTACTS = ["--dataset", "contacts"]
const PEOPLE = ["ann@example.com,Ann,", "ben@example.com,Ben,", "cas@example.com,Cas,"]
const BAD = ["nobody,X,", "no one,Y,", "none,Z,"]

/** A database of its own, and files of contacts beside it. */
function place(name: string) {
  const own = join(folder, name)
  mkdirSync(own)
  return {
    own,
    env: commandEnvironment(own),
    file(as: string, lines: readonly string[]): string {
      const path = join(own, as)
      writeFileSync(path, `${["email,first_name,notes", ...lines].join("\n")}\n`)
      return path
    },
  }
}

async function contactsIn(own: string) {
  const lab = await openLabIn(own)
  try {
    return await lab.read("select email, first_name from contact_person order by email")
  } finally {
    lab.close()
  }
}

const importsOf = (json: Record<string, unknown>) => json.imports as Record<string, unknown>[]

test("an import of any dataset goes on by its id alone", async () => {
  const { own, env, file } = place("paused")
  const lines = Array.from({ length: 600 }, (_, i) => `person.${i}@example.com,Person,`)
  const slow = { ...env, SLUICE_STATEMENT_LATENCY_MS: "5", LOG_LEVEL: "info" }
  const many = file("many.csv", lines)
  const importing = startCommand("import", slow, many, ...AS_CONTACTS, "--batch-size", "50")
  await importing.says("batch.completed")
  importing.kill("SIGINT")
  const paused = await importing.ended
  expect(paused.status).toBe(130)
  const told = /Go on with: npm run import -- (.*)\n/.exec(paused.out)?.[1] ?? ""
  expect(told).toMatch(/^[0-9a-f-]{36}$/)

  const wrong = await runCommand("import", env, told, "--dataset", "taxonomy")
  expect(wrong).toMatchObject({ status: 3, out: "" })
  expect(wrong.err).toContain(`(import ${told}) is of the dataset contacts, not taxonomy.`)

  const resumed = await runForJson("import", env, told)
  expect(resumed.status).toBe(0)
  expect(importsOf(resumed.json)[0]).toMatchObject({ job_id: told, dataset: "contacts", outcome: "complete" })
  expect(await contactsIn(own)).toHaveLength(600)
})

test("a dry run shows what would change, and its id applies it", async () => {
  const { own, env, file } = place("tried")
  await runCommand("import", env, file("people.csv", PEOPLE), ...AS_CONTACTS)
  const changed = file("changed.csv", ["ann@example.com,Anna,", 'dora@example.com,Dora,"two\nlines"'])
  const options = [...AS_CONTACTS, "--duplicates", "update"]
  const { status, out } = await runCommand("import", env, changed, ...options, "--dry-run")
  expect(status).toBe(0)
  expect(out).toContain("contact_persons: 1 new, 1 changed\n")
  expect(out).toContain("changed  email: ann@example.com · first_name: Ann → Anna\n")
  expect(out).toContain("new      email: dora@example.com · first_name: Dora · notes: two lines\n")
  const job_id = /Dry run (\S+)\n/.exec(out)?.[1] ?? ""
  expect(out).toContain(`Apply it: npm run import -- ${job_id} --apply\n`)
  expect(await contactsIn(own)).toHaveLength(3)

  const looked = await runCommand("import", env, job_id)
  expect(looked.out).toContain(`Apply it: npm run import -- ${job_id} --apply\n`)
  expect(await contactsIn(own)).toHaveLength(3)

  const applied = await runForJson("import", env, job_id, "--apply")
  expect(applied).toMatchObject({ status: 0, json: { imports: [{ job_id, dry_run: false }] } })
  expect(await contactsIn(own)).toContainEqual({ email: "ann@example.com", first_name: "Anna" })
  expect(await contactsIn(own)).toHaveLength(4)
})

test("only a dry run that is named by its id is applied", async () => {
  const { env, file } = place("applied")
  const people = file("people.csv", PEOPLE)
  const given = await runCommand("import", env, people, ...AS_CONTACTS, "--apply")
  expect(given).toMatchObject({ status: 2, out: "" })
  expect(given.err).toContain("--apply goes with the JOB_ID of a dry run")
  const id = "0198c0de-0000-7000-8000-000000000001"
  const both = await runCommand("import", env, id, "--apply", "--dry-run")
  expect(both.err).toContain("it does not go with --dry-run")
})

describe("a file of another kind than the usual one", () => {
  test("is not sent before its dataset is named, when its ending tells", async () => {
    const { own, env, file } = place("unnamed")
    const { status, err, json } = await runForJson("import", env, file("people.csv", PEOPLE))
    expect({ status, json }).toMatchObject({ status: 2, json: { error: { code: "usage" } } })
    expect(err).toContain("--dataset taxonomy, --dataset contacts, --dataset qa-pairs.")
    const lab = await openLabIn(own)
    expect(await lab.read("select * from import_jobs")).toEqual([])
    lab.close()
  })

  test("is refused with what it may be, when only its content tells", async () => {
    const { own, env } = place("page")
    const page = join(own, "page.zip")
    writeFileSync(page, "<!doctype html><title>Log in</title>")
    const { status, err } = await runCommand("import", env, page)
    expect(status).toBe(1)
    expect(err).toContain("It was taken for daily-update, since --dataset does not say what it is.")
    expect(err).toContain("--dataset documents")
  })
})

describe("rows that cannot be used", () => {
  test("are told from a file without rows", async () => {
    const { env, file } = place("bad")
    const bad = await runCommand("import", env, file("bad.csv", BAD), ...AS_CONTACTS)
    expect(bad.status).toBe(1)
    expect(bad.out).toContain("bad.csv failed: none of its 3 rows could be used, in")
    const empty = await runCommand("import", env, file("empty.csv", []), ...AS_CONTACTS)
    expect(empty.out).toContain("it holds no rows")
  })

  test("refuse the file in the words of the command line, naming the first lines", async () => {
    const { env, file } = place("refused")
    const some = file("some.csv", [...PEOPLE, ...BAD])
    const { status, err } = await runCommand("import", env, some, ...AS_CONTACTS, "--refuse-errors")
    expect(status).toBe(1)
    expect(err).toContain("or import with --on-row-errors skip to leave them out.")
    expect(err).not.toContain("skip_errors")
    expect(err).toMatch(/some\.csv, line 5: email is not an e-mail address/)
  })

  test("hold an import until a person says that it goes on without them", async () => {
    const { own, env, file } = place("held")
    const some = file("some.csv", [...PEOPLE, ...BAD])
    const holding = [...AS_CONTACTS, "--max-row-errors", "49.9%", "--on-row-errors", "skip"]
    const held = await runCommand("import", env, some, ...holding)
    expect(held.status).toBe(3)
    expect(held.out).toContain("is held before anything is imported")
    expect(held.out).toContain("3 rows could not be used: 3 bad_email.")
    const [, job_id = "", flag = ""] = /Import the rest: npm run import -- (\S+) (\S+)\n/.exec(held.out) ?? []
    const again = await runForJson("import", env, job_id)
    expect(again.status).toBe(3)
    expect(importsOf(again.json)[0]).toMatchObject({ end: "held", held: "row_errors", status: "ready" })
    expect(await contactsIn(own)).toEqual([])
    const gone = await runCommand("import", env, job_id, flag)
    expect(gone.status).toBe(4)
    expect(await contactsIn(own)).toHaveLength(3)
    const wrong = await runCommand("import", env, some, ...AS_CONTACTS, "--start")
    expect(wrong.err).toContain("--start goes with the JOB_ID of a held import")
  })

  test("have a file of their own for each import, and a list of an earlier one does not stay", async () => {
    const { own, env, file } = place("saved")
    const list = join(own, "list.csv")
    const saving = [...AS_CONTACTS, "--errors-to", list]
    const some = file("some.csv", [...PEOPLE, ...BAD])
    const saved = await runForJson("import", env, some, ...saving)
    expect(importsOf(saved.json)[0]).toMatchObject({ row_errors: 3, errors_file: list })
    expect(readFileSync(list, "utf8")).toContain("_line,_column,_error")

    const good = file("good.csv", ["dora@example.com,Dora,"])
    const { status, out } = await runCommand("import", env, good, ...saving)
    expect(status).toBe(0)
    expect(out).toContain(`Every row could be used, so ${list}, the list of an earlier import, was removed.`)
    expect(existsSync(list)).toBe(false)

    const better = file("better.csv", ["eva@example.com,Eva,"])
    await runCommand("import", env, better, file("worse.csv", BAD), ...saving)
    expect(existsSync(list)).toBe(false)
    expect(readFileSync(join(own, "list-2.csv"), "utf8")).toContain("nobody,X,")
  })

  test("never replace a file that is something else", async () => {
    const { env, file } = place("spared")
    const people = file("people.csv", PEOPLE)
    const itself = await runCommand("import", env, people, ...AS_CONTACTS, "--errors-to", people)
    expect(itself).toMatchObject({ status: 2, out: "" })
    expect(itself.err).toContain("which is imported and would be replaced")

    const other = file("other.csv", ["fay@example.com,Fay,"])
    const { out } = await runCommand("import", env, people, ...AS_CONTACTS, "--errors-to", other)
    expect(out).toContain(`${other} was there before; it is no list of bad rows, and is left alone.`)
    expect(existsSync(other)).toBe(true)
  })
})

test("an undoing tells beforehand and afterwards which rows are kept, and where they are listed", async () => {
  const { own, env, file } = place("undone")
  const first = await runForJson("import", env, file("people.csv", PEOPLE), ...AS_CONTACTS)
  const job_id = String(importsOf(first.json)[0]?.job_id)
  const changed = file("changed.csv", ["ann@example.com,Anna,"])
  await runCommand("import", env, changed, ...AS_CONTACTS, "--duplicates", "update")

  const shown = await runCommand("rollback", env, job_id, "--dry-run")
  expect(shown.out).toContain(
    "2 rows will disappear and 0 rows be as before. 1 row changed since will be kept",
  )
  const asked = await runCommand("rollback", env, job_id)
  expect(asked.err).toContain("1 row changed since will be kept")

  const { status, out } = await runCommand("rollback", env, job_id, "--yes")
  expect(status).toBe(0)
  expect(out).toContain("2 rows removed, 0 rows restored.\n1 row changed since was kept")
  expect(out).toContain(`/api/imports/${job_id}/errors\n`)
  expect(await contactsIn(own)).toEqual([{ email: "ann@example.com", first_name: "Anna" }])
})

test("the help of rollback tells of which datasets only the newest import is taken back", async () => {
  const { out } = await runCommand("rollback", commandEnvironment(folder), "--help")
  expect(out).toContain("Of a daily-update only the newest import can be taken back")
  expect(out).toContain("of the other datasets any can, in any order")
})
