/** Which tests a run is of: `quick`, `long`, or what `npm test` runs, which is all but the long ones. */
export type Part = "quick" | "long" | "usual"

export function partOf({ SLUICE_TESTS: named }: NodeJS.ProcessEnv): Part {
  return named === "quick" || named === "long" ? named : "usual"
}

const ALL = ["tests/**/*.test.ts", "tests/**/*.test.tsx"]
const LONG = ["tests/**/*.long.test.ts"]
/** With random inputs: of these a long run tries many more. */
const RANDOM = ["tests/**/*property.test.ts", "tests/**/fuzz.test.ts"]
/** With a part that only a long run does. */
const MORE_OF = ["tests/conformance/*.test.ts", "tests/adding-a-dataset.test.ts"]

/** Reading, formats, the engine with few rows, floors and pages: no browser, no server or command of its own. */
const QUICK = [
  "tests/*.test.ts",
  "tests/{datasets,db,documents,embeddings,engine,formats,reading,reference,remote,report,setup,sql,store}/**/*.test.ts",
  "tests/docs/{architecture,datasets,limits}.test.ts",
  "tests/http/{auth,config,csv,event-stream,events,log,multipart,openapi,rate,route,router,session}.test.ts",
  "tests/web/{batch-reader,drive-job,files,follow,kept-rows,sentence,stages}.test.ts",
]
const NOT_QUICK = [
  "tests/{adding-a-dataset,golden}.test.ts",
  "tests/documents/refused.test.ts",
  "tests/engine/mail.test.ts",
  "tests/remote/statements.test.ts",
]

export const FILES: Record<Part, { include: string[]; exclude: string[] }> = {
  quick: { include: QUICK, exclude: [...LONG, ...RANDOM, ...NOT_QUICK] },
  usual: { include: ALL, exclude: LONG },
  long: { include: [...LONG, ...RANDOM, ...MORE_OF], exclude: [] },
}
