import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { openDatabase } from "../../lib/db/connection.ts"
import { ROOT } from "../../scripts/root.mjs"
import { blocks, section, textOf } from "./page.ts"
import { type Step, stepsOf, World } from "./story.ts"

export const PAGES = ["README.md", ...readdirSync(join(ROOT, "docs")).map((name) => `docs/${name}`)].filter(
  (name) => name.endsWith(".md"),
)

/** Pages whose commands are done by a test of their own. */
export const ELSEWHERE: Record<string, string> = {
  "docs/adding-a-dataset.md": "tests/adding-a-dataset.long.test.ts",
  "docs/from-code.md": "tests/docs/from-code.long.test.ts",
}

/** Lines that no test does, and why. */
export const LEFT_OUT: [line: RegExp, why: string][] = [
  [/^npm test$/, "It is what runs this test."],
  [/^npm (ci|run build)$/, "They make the clone ready that this test is run in."],
  [/^systemctl /, "There is no systemd to start a service; tests/docs/running.test.ts verifies the units."],
  [/^export SLUICE_DATABASE=md:/, "There is no account of MotherDuck."],
  [
    /^VERCEL=1 npm run doctor/,
    "There are no settings of a deployment; tests/commands/doctor.test.ts has made-up ones.",
  ],
  [/feed -- run people/, "It fetches from example.org; tests/feeds/ fetch from a server of their own."],
]
const leftOut = (line: string) => LEFT_OUT.some(([which]) => which.test(line))

/** What ends otherwise than with 0, and why. */
const ENDS: [line: RegExp, status: number][] = [
  // Two of its rows cannot be used.
  [/--errors-to bad\.csv/, 4],
  // Nothing has failed (409).
  [/retry-batch/, 22],
  // Something is found.
  [/npm run diagnose/, 4],
]

/** Commands that are done in one place, page after page. */
export interface Story {
  pages: readonly string[]
  /** Made before a step that says so is done. */
  files?: [step: RegExp, name: string, content: (folder: string) => string][]
  env?: Record<string, string>
  /** Done before the first step of a page. */
  before?: Record<string, (world: World) => Promise<void>>
  /** A server is there from the beginning. */
  served: boolean
}

const shown = (heading: string, language: string) => () =>
  blocks(section("docs/datasets.md", heading), language)[0] ?? ""

/** What came back to be mended, mended. */
const mended = (folder: string) =>
  readFileSync(join(folder, "bad.csv"), "utf8")
    .replace("not an address", "ben@example.com")
    .replace(",,Cas", ",0470 12 34 58,Cas")

export const START: Story = { pages: ["docs/start.md"], served: false }
export const DATASETS: Story = {
  pages: [
    "docs/datasets.md",
    "docs/files.md",
    "docs/mending.md",
    "docs/batch-ingestion.md",
    "docs/deployment.md",
  ],
  env: { CRON_SECRET: "as long as it has to be" },
  served: true,
  files: [
    [/--map/, "people.csv", () => "Contact,Mobile 2,Remarks\nann@example.net,0470 12 34 57,Met\n"],
    [/--errors-to/, "people.csv", shown("Rows that could not be used", "csv")],
    [/npm run mend/, "bad.csv", mended],
    [/handbook\.pdf/, "handbook.pdf", () => "No PDF, so it fails alone."],
    [/handbook\.pdf/, "welcome.md", () => "# Welcome\n"],
    [/handbook\.pdf/, "metadata.csv", () => blocks(textOf("docs/batch-ingestion.md"), "csv")[0] ?? ""],
  ],
}
/** A command that was killed behind its third claim, as it looks some minutes later. */
async function leftByKilled(world: World): Promise<void> {
  const update = "npm run import -- data/files/KboOpenData_0142_2025_10_07_Update.zip"
  const script = `npm run rollback -- --extract 142 --yes\nSLUICE_FAIL_AT=after_claim:3 ${update}`
  await world.run({ page: "", script, told: null })
  const db = await openDatabase(world.database)
  await db.use(async (connection) => {
    const ago = "- interval 10 minutes"
    await connection.run(`update import_jobs set updated_at = updated_at ${ago}`)
    await connection.run(`update import_job_files set staged_at = staged_at ${ago}`)
    await connection.run(
      `update import_job_batches set started_at = started_at ${ago}, lease_until = lease_until ${ago}`,
    )
  })
  db.close()
}

export const RUNNING: Story = {
  pages: ["docs/start.md", "docs/running.md", "docs/operations.md", "docs/troubleshooting.md"],
  before: { "docs/troubleshooting.md": leftByKilled },
  env: { SLUICE_KBO_USER: "ann", SLUICE_KBO_PASSWORD: "a password" },
  served: false,
}
export const STORIES = [START, DATASETS, RUNNING]

/** A command that wants the database for itself. */
const ALONE = /npm run (migrate|restore)/

/** Does every step of a story, in its order, and holds its answers to what the pages say. */
export function tell({ pages, files = [], before = {}, env = {}, served }: Story): void {
  let world: World
  beforeAll(async () => {
    world = new World(env)
    for (const [name, value] of Object.entries(env)) world.names(name, value)
    mkdirSync(join(world.folder, "data/backups"))
    if (!served) return
    await world.run({ page: "", script: "npm run migrate", told: null })
    await world.start("run.mjs", "serve")
  })
  afterAll(() => world.remove())

  const done = (step: Step) => !step.script.trim().split("\n").every(leftOut)
  const steps = pages.flatMap(stepsOf).filter(done)

  describe.each(pages)("%s", (page) => {
    beforeAll(async () => before[page]?.(world))
    test.each(steps.filter((step) => step.page === page))("$script", async (step) => {
      for (const [which, name, content] of files)
        if (which.test(step.script)) writeFileSync(join(world.folder, name), content(world.folder))
      if (ALONE.test(step.script)) await world.stop()
      if (served) await world.knowLast(step)
      const ran = await world.run(step, leftOut)
      const [, status] = ENDS.find(([which]) => which.test(step.script)) ?? [null, 0]
      expect(ran.status === status ? "" : `it ended with ${ran.status}:\n${ran.said}`).toBe("")
      expect(world.differs(step, ran)).toBeNull()
      if (served && ALONE.test(step.script)) await world.start("run.mjs", "serve")
    })
  })
}
