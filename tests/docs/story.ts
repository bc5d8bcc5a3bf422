import { type ChildProcess, spawn } from "node:child_process"
import { mkdirSync, readdirSync, rmSync, symlinkSync } from "node:fs"
import { join, relative } from "node:path"
import { ROOT } from "../../scripts/root.mjs"
import { ownFolder } from "../http/own-server.ts"
import { textOf } from "./page.ts"

/** A block of commands of a page, and what stands directly behind it as their answer. */
export interface Step {
  page: string
  script: string
  told: { language: string; text: string } | null
}

const BLOCK = /^( *)```(\w+)\n([\s\S]*?)^\1```$(\n+(?= *```(?:text|json|csv)\n))?/gm

/** The blocks of commands of a page, in their order. */
export function stepsOf(page: string): Step[] {
  const found = [...textOf(page).matchAll(BLOCK)].map(
    ([, indent = "", language = "", text = "", behind]) => ({
      language,
      text: text.replace(new RegExp(`^${indent}`, "gm"), ""),
      answered: behind !== undefined,
    }),
  )
  return found.flatMap(({ language, text, answered }, i) => {
    const next = found[i + 1]
    const told = answered && next ? next : null
    return language === "sh" ? [{ page, script: text, told }] : []
  })
}

const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}/g
/** What differs from run to run: how it is written in a page, and what may stand there. */
const VARIES: [told: RegExp, pattern: string][] = [
  [/"\d{4}-\d\d-\d\dT[\d:.\\]+Z"/g, '"[^"]+"'],
  [/\d{4}-\d\d-\d\d \d\d:\d\d/g, String.raw`\d{4}-\d\d-\d\d \d\d:\d\d`],
  [/in \d+\\\.\d s\b/g, String.raw`in \d+(?:\.\d)? s`],
  [/"duration_ms":\d+/g, String.raw`"duration_ms":[\d.]+`],
  [/http:\/\/127\\\.0\\\.0\\\.1:3000/g, String.raw`http://127\.0\.0\.1:\d+`],
  [/^…$/gm, "[^]*?"],
  [/^ +…$/gm, "[^]*?"],
  [/…/g, ".*"],
]
/** Only the first time. */
const AT_FIRST = "Building the page …\n"

/** How far an import is, and that an answer is waited for, which a slow machine has time to be told. */
const HOW_FAR = /^(?:\d+% |.* Trying again in ).*\n/gm

interface Ran {
  status: number | null
  said: string
}

/** A place in which the commands of pages are done as if the project was there, with data of its own. */
export class World {
  readonly #own = ownFolder()
  readonly #ids = new Map<string, string>()
  readonly #names: string[] = []
  #server: ChildProcess | null = null
  #shell: ChildProcess | null = null
  #url = ""

  constructor(env: Record<string, string> = {}) {
    Object.assign(this.#own.env, env, {
      SLUICE_DATABASE: join(this.folder, "data/sluice.duckdb"),
      SLUICE_FILES: join(this.folder, "data/files"),
    })
    mkdirSync(join(this.folder, "data/files"), { recursive: true })
    for (const name of readdirSync(ROOT).filter((one) => !["data", ".git", ".env"].includes(one)))
      symlinkSync(join(ROOT, name), join(this.folder, name))
  }

  get folder(): string {
    return this.#own.folder
  }

  /** From now on a page's id means that one. */
  means(id: string, own: string): void {
    this.#ids.set(id, own)
  }

  /** What a variable of the shell is from now on. */
  names(name: string, value: string): void {
    this.#names.push(`${name}='${value}'`)
  }

  /** Lets `$JOB`, `$BATCH` and the id that is nobody's mean the last import that a step is about. */
  async knowLast({ script }: Step): Promise<void> {
    if (this.#url === "" || !/\$JOB|\$BATCH|0198c0de-/.test(script) || /JOB=/.test(script)) return
    const [, dataset] = /api\/import\/([\w-]+)\//.exec(script) ?? [
      null,
      /BATCH/.test(script) ? "documents" : "contacts",
    ]
    const answer = await fetch(`${this.#url}/api/imports?dataset=${dataset}`)
    const { imports } = (await answer.json()) as { imports: { job_id: string }[] }
    const last = imports[0]?.job_id ?? ""
    for (const name of ["JOB", "BATCH"]) this.names(name, last)
    this.means("0198c0de-0000-7000-8000-000000000001", last)
  }

  /** Does what a step says, but for its lines that are `leftOut`. */
  async run({ script }: Step, leftOut: (line: string) => boolean = () => false): Promise<Ran> {
    const said = script.replaceAll("\\\n", " ").trim().split("\n")
    const lines = said.filter((line) => !leftOut(line)).map((line) => this.#here(line))
    if (lines[0] === "npm start") return this.start("start.mjs")
    const line = ['curl() { command curl --fail-with-body "$@"; }', ...this.#names, ...lines].join("\n")
    this.#names.push(...lines.filter((one) => /^(?:export )?[A-Z]+=\S+$/.test(one)))
    return this.#inShell(line)
  }

  /** A page's commands, about what is here, by the names that npm has for them. */
  #here(script: string): string {
    return script
      .replaceAll(UUID, (id) => this.#ids.get(id) ?? id)
      .replace(/https?:\/\/(?:127\.0\.0\.1:3000|sluice\.example|your-project\.vercel\.app)/g, this.#url)
      .replaceAll("/srv/", `${this.folder}/data/`)
      .replace(/npm run (?:-s )?([\w:-]+)(?: --(?= ))?/g, "node scripts/run.mjs $1")
  }

  #spawn(program: string, args: string[]): ChildProcess {
    const { SLUICE_FAIL_AT: _failAt, VERCEL: _vercel, ...env } = process.env
    return spawn(program, args, { cwd: this.folder, env: { ...env, ...this.#own.env } })
  }

  async #inShell(script: string): Promise<Ran> {
    const child = this.#spawn("bash", ["-c", script])
    this.#shell = child
    let said = ""
    for (const stream of [child.stdout, child.stderr]) stream?.on("data", (bytes: Buffer) => (said += bytes))
    const status = await new Promise<number | null>((done) => child.once("close", done))
    return { status, said: said.replace(HOW_FAR, "") }
  }

  /** What it has of a database, for who changes something in it while nobody else has it. */
  get database(): string {
    return this.#own.env.SLUICE_DATABASE ?? ""
  }

  /** Starts what serves, and tells what it said until it was ready. */
  start(...script: string[]): Promise<Ran> {
    const child = this.#spawn(process.execPath, [join("scripts", script[0] ?? ""), ...script.slice(1)])
    this.#server = child
    return new Promise((done) => {
      let said = ""
      child.once("close", (status) => done({ status: status ?? 1, said }))
      child.stderr?.on("data", (bytes: Buffer) => (said += bytes))
      child.stdout?.on("data", (bytes: Buffer) => {
        said += bytes
        const [url] = /http:\/\/[\d.:]+(?=.*\n)/.exec(said) ?? []
        if (url === undefined) return
        this.#url = url
        done({ status: 0, said: said.replaceAll(`${relative(ROOT, this.folder)}/`, "") })
      })
    })
  }

  async stop(): Promise<void> {
    const server = this.#server
    this.#server = null
    if (server === null || server.exitCode !== null) return
    const ended = new Promise((done) => server.once("close", done))
    server.kill("SIGTERM")
    await ended
  }

  async remove(): Promise<void> {
    this.#shell?.kill()
    await this.stop()
    rmSync(this.folder, { recursive: true, force: true })
  }

  /** What a step printed, where it is not what the page says; null where it is, and then its ids are known. */
  differs({ told }: Step, { said }: Ran): string | null {
    if (told === null) return null
    const plain = (text: string) =>
      told.language === "json" ? text.trim().replace(/\n\s*/g, "") : text.replace(AT_FIRST, "").trim()
    const text = plain(told.text.replaceAll("/srv/sluice", this.folder))
    const ids = text.match(UUID) ?? []
    let pattern = text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&").replace(UUID, "([0-9a-f-]{36})")
    for (const [one, may] of VARIES) pattern = pattern.replace(one, () => may)
    const found = new RegExp(`^${pattern}$`).exec(plain(said))
    if (found === null) return `${said}\n--- is not\n${told.text}`
    for (const [i, id] of ids.entries()) this.means(id, found[i + 1] ?? "")
    return null
  }
}
