import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { expect, test } from "vitest"
import { sharedFolder } from "../support/own-lab.ts"
import { runCommand, runForJson } from "./child.ts"
import { commandEnvironment } from "./samples.ts"

const folder = sharedFolder()

const HEADER = "email,first_name,notes"
const ROWS = ["ann@example.com,Ann,", "keiner,Jörg,Grüße", "niemand,Zoë,naïf"]

/** A database of its own, and a file of contacts beside it. */
function place(name: string, content: string | Buffer = [HEADER, ...ROWS, ""].join("\n")) {
  const own = join(folder, name)
  mkdirSync(own)
  const people = join(own, "people.csv")
  writeFileSync(people, content)
  const list = join(own, "list.csv")
  const args = [people, "--dataset", "contacts", "--errors-to", list]
  return { own, people, list, args, env: commandEnvironment(own) }
}

const text = [HEADER, ...ROWS, ""].join("\r\n")

test.each([
  ["windows-1252", Buffer.from(text, "latin1"), "latin1"],
  ["utf-16le", Buffer.from(`\uFEFF${text}`, "utf16le"), "utf16le"],
] as const)(
  "rows of a file in %s are saved as they came, and can be imported once they are mended",
  async (_encoding, source, as) => {
    const { env, people, list, args } = place(`in-${as}`, source)
    expect((await runForJson("import", env, ...args)).json).toMatchObject({
      imports: [{ row_errors: 2, errors_file: list }],
    })
    const saved = readFileSync(list, as)
    expect(saved).toContain("keiner,Jörg,Grüße,")
    expect(saved).toContain("niemand,Zoë,naïf,")

    const mended = saved.replace("keiner", "keiner@example.com").replace("niemand", "niemand@example.com")
    writeFileSync(people, mended, as)
    const again = await runForJson("import", env, ...args)
    expect(again).toMatchObject({ status: 0, json: { imports: [{ outcome: "complete" }] } })
    expect(existsSync(list)).toBe(false)
  },
)

test("a folder that is not there is said before anything is imported", async () => {
  const { own, env, people } = place("nowhere")
  const nowhere = join(own, "lists/list.csv")
  const { status, out, err } = await runCommand(
    ...(["import", env, people, "--dataset", "contacts", "--errors-to", nowhere] as const),
  )
  expect({ status, out }).toEqual({ status: 2, out: "" })
  expect(err).toContain(`--errors-to names ${nowhere}, and there is no folder ${join(own, "lists")}.`)
  const itself = await runCommand("import", env, people, "--dataset", "contacts", "--errors-to", own)
  expect(itself).toMatchObject({ status: 2, err: expect.stringContaining("which is a folder") })
  expect((await runForJson("jobs", env)).json).toMatchObject({ imports: [] })
})

test("an import stays what it is when its bad rows cannot be saved, and that is said", async () => {
  const { own, env, list, args } = place("unsaved")
  symlinkSync(join(own, "gone/list.csv"), list)
  const { status, err, json } = await runForJson("import", env, ...args)
  expect(status).toBe(4)
  expect(json.imports).toMatchObject([{ end: "completed", outcome: "partial_failure", row_errors: 2 }])
  expect(json.imports).not.toMatchObject([{ errors_file: list }])
  expect(err).toMatch(/^The rows that could not be used are not in \S+list\.csv: ENOENT/)
})

test("the list of a second file's bad rows never takes the place of a file that is imported", async () => {
  const { own, env, people, list } = place("second")
  const second = join(own, "list-2.csv")
  const content = `${HEADER}\nbea@example.com,Bea,\n`
  writeFileSync(second, content)
  const { status, err } = await runCommand(
    ...(["import", env, people, second, "--dataset", "contacts", "--errors-to", list] as const),
  )
  expect(status).toBe(2)
  expect(err).toContain(`the bad rows of one of these files go to ${second}, which is imported`)
  expect(readFileSync(second, "utf8")).toBe(content)
})
