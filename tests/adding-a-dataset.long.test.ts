import { spawn } from "node:child_process"
import { cpSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs"
import { dirname, join, relative } from "node:path"
import { text } from "node:stream/consumers"
import { beforeAll, expect, test } from "vitest"
import { openDatabase } from "../lib/db/connection.ts"
import { ROOT } from "../scripts/root.mjs"
import { sharedFolder } from "./support/own-lab.ts"
import { type Block, blocksOf, fits, patched } from "./support/page.ts"

const PAGE = join("docs", "adding-a-dataset.md")
/** Not part of the program, or somebody's own. */
const LEFT_OUT = ["node_modules", "build", "data", "dist", ".git", ".env", ".vercel"]

const blocks = blocksOf(readFileSync(join(ROOT, PAGE), "utf8"))
const copy = sharedFolder()
let atFirst: Map<string, string>

beforeAll(() => {
  for (const name of readdirSync(ROOT).filter((one) => !LEFT_OUT.includes(one))) {
    cpSync(join(ROOT, name), join(copy, name), { recursive: true })
  }
  symlinkSync(join(ROOT, "node_modules"), join(copy, "node_modules"))
  atFirst = filesIn(copy)
})

/** Every file below a folder with what is in it. */
function filesIn(folder: string): Map<string, string> {
  const entries = readdirSync(folder, { withFileTypes: true }).filter(({ name }) => !LEFT_OUT.includes(name))
  return new Map(
    entries.flatMap((entry) => {
      const path = join(folder, entry.name)
      if (entry.isDirectory()) return [...filesIn(path)]
      return [[relative(copy, path), readFileSync(path, "latin1")] as const]
    }),
  )
}

/** The page leaves the number of the migration to whoever follows it. */
function pathOf(block: Block): string {
  const numbers = readdirSync(join(copy, "sql/migrations")).map((name) => Number.parseInt(name, 10))
  return (block.path ?? "").replace("NNNN", String(Math.max(...numbers) + 1).padStart(4, "0"))
}

/** Writes or changes the file a block is about; answers its path. */
function follow(block: Block): string {
  const path = pathOf(block)
  const file = join(copy, path)
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(
    file,
    block.language === "diff" ? patched(readFileSync(file, "utf8"), block.text) : block.text,
  )
  return path
}

/** Runs one line of a shell in the copy, with nothing of this machine's configuration; answers what it printed. */
async function runLine(line: string): Promise<string> {
  const { PATH = "", HOME = "" } = process.env
  const env = { PATH, HOME, NO_COLOR: "1", LOG_LEVEL: "error" }
  const child = spawn("sh", ["-c", line], { cwd: copy, env, stdio: ["ignore", "pipe", "pipe"] })
  const [out, errors] = [text(child.stdout), text(child.stderr)]
  const status = await new Promise((done) => child.once("close", done))
  expect(status, `${line}\n${await out}\n${await errors}`).toBe(0)
  return out
}

/** What `npm run` says before the command itself. */
const withoutHead = (printed: string) => printed.replace(/^\n?(> .*\n)+\n/, "")

/** Runs the lines of a block; answers what the last one printed. */
async function runAll(block: Block): Promise<string> {
  let printed = ""
  for (const line of block.text.trim().split("\n")) printed = withoutHead(await runLine(line))
  return printed
}

test("the page leads to a dataset that can be imported, and to nothing else being touched", async () => {
  const written = blocks.filter((block) => block.path !== null).map(follow)
  expect(written).toContain("lib/datasets/glossary.ts")
  await runLine(
    `npx biome check --error-on-warnings ${written.filter((path) => path.endsWith(".ts")).join(" ")}`,
  )
  let printed = ""
  for (const block of blocks.filter(({ path }) => path === null)) {
    if (block.language === "sh") printed = await runAll(block)
    if (block.language === "text")
      expect(fits(printed, block.text), `the page tells otherwise:\n${printed}`).toBe(true)
  }
  const touched = [...filesIn(copy)].filter(([path, content]) => atFirst.get(path) !== content)
  expect(touched.map(([path]) => path).sort()).toEqual([...written, "sql/schema.sql"].sort())
  expect(await rowsAsked()).toEqual([
    {
      term: "batch",
      definition: "Some rows of an import, applied in one transaction.",
      synonyms: ["portion"],
      url: "https://example.com/glossary/batch",
      reviewed_on: "2025-01-06",
      embedding_status: "embedded",
    },
    {
      term: "lease",
      definition: "How long a batch is held for whoever took it.",
      synonyms: ["hold", "claim"],
      url: "https://example.com/glossary/lease",
      reviewed_on: "2025-01-06",
      embedding_status: "embedded",
    },
    {
      term: "rollback",
      definition: "Taking an import back, to exactly what was there before.",
      synonyms: ["undo"],
      url: null,
      reviewed_on: null,
      embedding_status: "embedded",
    },
  ])
}, 240_000)

/** What the page's query finds in the database that its commands have made. */
async function rowsAsked() {
  const query = blocks.find(({ language, path }) => language === "sql" && path === null)
  const db = await openDatabase(join(copy, "data/sluice.duckdb"))
  try {
    return await db.use((connection) => connection.rows(query?.text ?? ""))
  } finally {
    db.close()
  }
}
