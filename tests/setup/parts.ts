import { readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { ROOT } from "../../scripts/root.mjs"

/** Which tests a run is of: `quick`, `long`, or what `npm test` runs, which is all but the long ones. */
export type Part = "quick" | "long" | "usual"

export function partOf({ SLUICE_TESTS: named }: NodeJS.ProcessEnv): Part {
  return named === "quick" || named === "long" ? named : "usual"
}

/** Files that are run together. */
interface Group {
  name: string
  include: string[]
  exclude: string[]
  /** Each in a process of its own. */
  isolate: boolean
  /** One after the other, while nothing else is run. */
  fileParallelism: boolean
}

const ALL = ["tests/**/*.test.ts", "tests/**/*.test.tsx"]
const LONG = ["tests/**/*.long.test.ts"]
/** With something that only a long run does, or does much more often. */
const MORE_OF = ["tests/conformance/*.test.ts", ...askingForTheRun()]
/** Reading, formats, the engine with few rows, floors and pages: no browser, and no server or command of its own. */
const QUICK = [
  "tests/{docs,promises}.test.ts",
  "tests/{db,embeddings,reference,report,setup,sql,store}/*.test.ts",
  "tests/reading/**/*.test.ts",
  "tests/documents/!(refused).test.ts",
  "tests/engine/!(mail).test.ts",
  "tests/formats/!(fuzz).test.ts",
  "tests/remote/engine.test.ts",
  "tests/docs/{architecture,datasets,limits}.test.ts",
  "tests/http/{auth,config,csv,event-stream,json-scan,log,multipart,openapi,page-policy,rate,route,router,session}.test.ts",
  "tests/web/{batch-reader,drive-job,files,follow,guess,kept-rows,schedule,sentence,stages}.test.ts",
]

/** What measures how soon a server answers beside other work, or a page is drawn. */
const ALONE = [
  "tests/http/worst-inputs.long.test.ts",
  "tests/import/event-loop.long.test.ts",
  "tests/web/frame.long.test.ts",
]

const together = { exclude: [], isolate: false, fileParallelism: true }

/** The groups of each run, one after the other. */
export const GROUPS: Record<Part, readonly Group[]> = {
  quick: [{ ...together, name: "quick", include: QUICK }],
  usual: [{ ...together, name: "usual", include: ALL, exclude: LONG }],
  long: [
    {
      ...together,
      name: "long",
      include: [...LONG, ...MORE_OF],
      exclude: ALONE,
      isolate: true,
    },
    { ...together, name: "alone", include: ALONE, isolate: true, fileParallelism: false },
  ],
}

/** The files of tests that ask which run it is. */
function askingForTheRun(): string[] {
  const files = readdirSync(join(ROOT, "tests"), { recursive: true, encoding: "utf8" })
  const tests = files.filter((file) => file.endsWith(".test.ts")).map((file) => `tests/${file}`)
  return tests.filter((file) => readFileSync(join(ROOT, file), "utf8").includes('/support/rounds.ts"'))
}
