import { existsSync } from "node:fs"
import { readFile } from "node:fs/promises"
import { basename, join } from "node:path"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { runCommand } from "../commands/child.ts"
import { ownFolder, runScript, startServer } from "../http/own-server.ts"
import { blocks, ROOT, textOf } from "./page.ts"

/** What stands in the shell's blocks of the page, a command each, in words. */
const COMMANDS = blocks(textOf("docs/datasets.md"), "sh")
  .flatMap((block) => block.replaceAll("\\\n", " ").trim().split("\n"))
  .map((line) => [...line.matchAll(/'([^']*)'|"((?:[^"\\]|\\.)*)"|(\S+)/g)].map(wordOf))

function wordOf([, single, double, bare]: RegExpMatchArray): string {
  return single ?? double?.replaceAll('\\"', '"') ?? bare ?? ""
}

const lineOf = (words: readonly string[]) => words.join(" ")
const inRepository = (words: readonly string[]) =>
  words.filter((word) => word.startsWith("lib/")).every((path) => existsSync(join(ROOT, path)))
const imports = COMMANDS.filter((words) => lineOf(words).startsWith("npm run import"))
const calls = COMMANDS.filter(([program]) => program === "curl")

const own = ownFolder()
let server: Awaited<ReturnType<typeof startServer>>
beforeAll(async () => {
  await runScript("migrate", own.env)
  server = await startServer(own.env)
})
afterAll(async () => {
  server.kill("SIGTERM")
  await server.ended
  own.remove()
})

test("every command of the page is one of those that are tried here", () => {
  const others = COMMANDS.filter((words) => !imports.includes(words) && !calls.includes(words))
  expect(others.map((words) => words.slice(0, 5))).toEqual([["npm", "run", "-s", "embed", "--"]])
  expect(COMMANDS.filter((words) => !inRepository(words))).toEqual([])
})

describe("the command line", () => {
  const whole = imports.filter((words) => words.some((word) => word.startsWith("lib/")))

  test.each(whole.map((words) => [lineOf(words), words.slice(4)]))("%s", async (_line, args) => {
    const { status, err } = await runCommand("import", own.env, ...args)
    expect({ status, err }).toEqual({ status: 0, err: "" })
  })
})

describe("a call over HTTP", () => {
  const sent = calls.filter((words) => !lineOf(words).includes("$JOB"))

  test.each(sent.map((words) => [lineOf(words), words] as const))("%s", async (_line, words) => {
    const answer = await called(words)
    expect(answer.status, await answer.clone().text()).toBeLessThan(300)
    const body = (await answer.json()) as Record<string, unknown>
    if (!("job_id" in body)) return expect(body).toMatchObject({ missing: [] })
    // Some of them say what a command above has done already.
    expect(body).toMatchObject({ status: answer.status === 201 ? "ready" : "completed", warnings: [] })
  })

  test("about an import finds it", async () => {
    const [errors = [], retry = []] = calls.filter((words) => lineOf(words).includes("$JOB"))
    const listed = await fetch(`${server.url}/api/imports?dataset=qa-pairs`)
    const { imports: found } = (await listed.json()) as { imports: { job_id: string; status: string }[] }
    const job_id = found.find(({ status }) => status === "completed")?.job_id ?? ""
    const file = await called(errors, job_id)
    expect([file.status, await file.text()]).toEqual([200, "_line,_column,_error\r\n"])
    const again = await called(retry, job_id)
    expect(await again.json()).toMatchObject({
      status: 409,
      detail: expect.stringContaining("nothing to retry"),
    })
  })
})

/** Does what curl would: `-F` makes a form, `-d` a body, `-H` a header. */
async function called([, ...words]: readonly string[], job_id = ""): Promise<Response> {
  const form = new FormData()
  const headers: Record<string, string> = {}
  let [url, body]: [string, string | undefined] = ["", undefined]
  for (let i = 0; i < words.length; i += 1) {
    const [word = "", value = ""] = words.slice(i, i + 2).map((one) => one.replace("$JOB", job_id))
    if (word.startsWith("http")) url = word.replace("http://127.0.0.1:3000", server.url)
    if (word === "-F") await addTo(form, value)
    if (word === "-d") body = value
    if (word === "-H") headers[value.split(": ")[0] ?? ""] = value.split(": ")[1] ?? ""
    if (["-F", "-d", "-H"].includes(word)) i += 1
  }
  const sent = body ?? ([...form.keys()].length > 0 ? form : undefined)
  return fetch(url, sent === undefined ? { headers } : { method: "POST", headers, body: sent })
}

async function addTo(form: FormData, value: string): Promise<void> {
  const [name = "", content = ""] = [value.slice(0, value.indexOf("=")), value.slice(value.indexOf("=") + 1)]
  if (!content.startsWith("@")) return form.append(name, content)
  const path = content.slice(1)
  form.append(name, new Blob([await readFile(join(ROOT, path))]), basename(path))
}
