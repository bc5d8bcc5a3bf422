import { readdirSync, readFileSync } from "node:fs"
import { join, posix } from "node:path"
import { expect, test } from "vitest"
import { type Endpoint, endpoints } from "../lib/contract/endpoints.ts"
import { listFunctions } from "../lib/http/functions.ts"
import { type PlatformRules, platformRules } from "../lib/platform-rules.ts"
import { ROOT } from "../scripts/root.mjs"

/** Of the twelve that a small plan of the platform has, so that four are left. */
const MOST_FUNCTIONS = 8
const MOST_HANDLER_LINES = 40

const FLOOR_0 = [
  "lib/contract/",
  "lib/deadline.ts",
  "lib/disk-room.ts",
  "lib/errors.ts",
  "lib/api-keys.ts",
  "lib/config.ts",
  "lib/environment.ts",
  "lib/events.ts",
  "lib/formula-cells.ts",
  "lib/clock.ts",
  "lib/meter.ts",
  "lib/pool/",
  "lib/secrets.ts",
  "lib/settings.ts",
  "lib/words.ts",
  "lib/written-json.ts",
]

/** Each knows floor 0 and itself; what stands on them puts them together. */
const FLOOR_1 = ["lib/store/", "lib/db/", "lib/embeddings/", "lib/notify/"]

/** Documents are packed, encoded and written in XML as rows are. */
const BELOW_DOCUMENTS = ["lib/formats/", "lib/store/bytes.ts"]
const BELOW_READING = ["lib/datasets/", "lib/formats/", "lib/documents/", ...FLOOR_1, ...FLOOR_0]
const BELOW_ENGINE = ["lib/reading/", "lib/fail-points.ts", ...BELOW_READING]
const EFFECTS = ["lib/effects.ts"]

/** The engine's rooms, lowest first: each may use those before it. */
const ENGINE = [
  ["jobs", "a job's states stand on nothing that works on it"],
  ["progress", "looking at a job changes nothing"],
  ["notices", "telling of a job changes nothing in it"],
  ["batches", "a batch is applied from what it is, whoever staged it"],
  ["staging", "rows are staged the same way, whatever was admitted"],
  ["admission", "what may begin is settled before anything is closed or undone"],
  ["mending", "rows are mended by the rules they were staged by, whatever closes the import"],
  ["closing", "an import is closed by what its batches did"],
  ["undo", "an import is undone by what its batches left"],
] as const

interface Floor {
  folder: string
  may: string[]
  /** May be imported as a type only. */
  types?: string[]
  instead: string
}

/** An import points down only. The first folder that fits a file decides. */
const FLOORS: Floor[] = [
  { folder: "lib/contract/", may: ["lib/contract/"], instead: "keep the contract to zod alone" },
  {
    folder: "lib/datasets/",
    may: ["lib/datasets/", ...FLOOR_0],
    instead: "a declaration says what; the verb in lib/import/ does it",
  },
  {
    folder: "lib/store/",
    may: ["lib/store/", ...FLOOR_0],
    instead: "a store keeps bytes and fetches them; what they are is for lib/formats/ to say",
  },
  {
    folder: "lib/formats/",
    may: ["lib/formats/", "lib/store/", ...FLOOR_0],
    instead: "formats know bytes only; join them with a dataset in lib/reading/",
  },
  {
    folder: "lib/reading/kinds/",
    may: ["lib/reading/kinds/", ...FLOOR_0],
    instead: "a kind reads one cell; what rows mean together belongs in lib/reading/ or lib/engine/",
  },
  {
    folder: "lib/reading/",
    may: ["lib/reading/", ...BELOW_READING],
    instead: "a reader makes chunks of a file and knows no job",
  },
  {
    folder: "lib/embeddings/",
    may: ["lib/embeddings/", ...FLOOR_0],
    instead: "an embedder knows texts and vectors only; lib/engine/ says which, and keeps them",
  },
  {
    folder: "lib/documents/",
    may: ["lib/documents/", ...BELOW_DOCUMENTS, ...FLOOR_0],
    instead: "a document becomes text here; what is kept of it belongs in lib/reading/",
  },
  {
    folder: "lib/db/",
    may: ["lib/db/", ...FLOOR_0],
    instead: "the database floor runs statements; what they mean belongs in lib/engine/",
  },
  ...ENGINE.map(([room, instead], i) => ({
    folder: `lib/engine/${room}/`,
    may: [...ENGINE.slice(0, i + 1).map(([below]) => `lib/engine/${below}/`), ...BELOW_ENGINE],
    types: EFFECTS,
    instead,
  })),
  {
    folder: "lib/import/",
    may: ["lib/import/", "lib/engine/", ...BELOW_ENGINE],
    types: EFFECTS,
    instead: "a verb takes what it needs as effects, its last argument",
  },
  {
    folder: "lib/clients/",
    may: ["lib/clients/", "lib/import/", "lib/engine/", ...BELOW_ENGINE],
    types: EFFECTS,
    instead: "a client's words are translated here; what is done is a verb of lib/import/",
  },
  {
    folder: "lib/feeds/",
    may: ["lib/feeds/", "lib/import/", "lib/engine/", ...BELOW_ENGINE],
    types: EFFECTS,
    instead: "a feed finds what is to be imported, and has it done by the verbs of lib/import/",
  },
  {
    folder: "lib/service/",
    may: [
      "lib/service/",
      "lib/import/",
      "lib/datasets/",
      "lib/effects.ts",
      "lib/http/problem.ts",
      ...FLOOR_0,
    ],
    instead: "the service hands over to the verbs of lib/import/, as a handler does",
  },
  {
    folder: "lib/http/",
    may: ["lib/http/", "lib/log.ts", ...FLOOR_0],
    types: ["lib/store/store.ts"],
    instead: "hand it in from api/: the HTTP floor knows no verb, dataset or database",
  },
  {
    folder: "lib/notify/",
    may: ["lib/notify/", ...FLOOR_0],
    instead:
      "a mail is made of what it is handed, and sent; whose it is and when belongs in lib/engine/notices/",
  },
  {
    folder: "lib/report/",
    may: ["lib/report/", ...FLOOR_0],
    instead: "a report is made of what the contract tells; whatever else it needs is handed in",
  },
  {
    folder: "lib/effects.ts",
    may: [
      ...FLOOR_1,
      "lib/log.ts",
      "lib/refusal-log.ts",
      "lib/sessions.ts",
      "lib/fail-points.ts",
      ...FLOOR_0,
    ],
    instead: "effects put floors together and know no verb",
  },
  {
    folder: "lib/sessions.ts",
    may: ["lib/db/", ...FLOOR_0],
    instead: "who is signed in is kept here; what a cookie says is for lib/http/",
  },
  {
    folder: "lib/worker.ts",
    may: ["lib/documents/", "lib/reading/", ...FLOOR_0],
    instead: "a worker does what a task of a lower floor says",
  },
  {
    folder: "lib/pool/",
    may: FLOOR_0,
    instead: "the pool runs tasks by their names; what they do is listed in lib/worker.ts",
  },
  { folder: "lib/", may: FLOOR_0, instead: "only lib/effects.ts puts floors together" },
  {
    folder: "api/",
    may: [
      "api/_",
      "lib/http/",
      "lib/import/",
      "lib/feeds/",
      "lib/clients/",
      "lib/datasets/",
      "lib/report/",
      "lib/effects.ts",
      "lib/openapi.ts",
      ...FLOOR_0,
    ],
    instead: "a handler calls one verb of lib/import/",
  },
  { folder: "web/", may: ["web/", "lib/contract/"], instead: "the page knows the API by lib/contract/ only" },
]

interface Import {
  file: string
  target: string
  typeOnly: boolean
}

function filesUnder(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
    .map((entry) => posix.relative(ROOT, join(entry.parentPath, entry.name)))
}

function importsOf(file: string): Import[] {
  const text = readFileSync(join(ROOT, file), "utf8")
  const whole = text.matchAll(/^(?:import|export)\s+(type\s)?(?:[\w\s{},*$]+\sfrom\s)?"(\.{1,2}\/[^"]+)"/gm)
  const inPassing = text.matchAll(/\bimport\(()"(\.{1,2}\/[^"]+)"\)/g)
  return [...whole, ...inPassing].map(([, type, specifier = ""]) => ({
    file,
    target: posix.normalize(posix.join(posix.dirname(file), specifier)),
    typeOnly: Boolean(type),
  }))
}

/** The floor a file stands on: the first that fits. */
const floorOf = (file: string) => FLOORS.find(({ folder }) => file.startsWith(folder))

/** The imports of each file that lead back to it, types included: one such circle a line. */
function circlesIn(files: readonly string[]): string[] {
  const edges = new Map(files.map((file) => [file, importsOf(file).map(({ target }) => target)]))
  const finished = new Set<string>()
  const found: string[] = []
  const visit = (file: string, way: readonly string[]) => {
    if (way.includes(file)) found.push([...way.slice(way.indexOf(file)), file].join(" → "))
    if (way.includes(file) || finished.has(file)) return
    for (const target of edges.get(file) ?? []) visit(target, [...way, file])
    finished.add(file)
  }
  for (const file of files) visit(file, [])
  return found
}

function breaches({ may, types = [], instead }: Floor, { file, target, typeOnly }: Import): string[] {
  const fits = (paths: string[]) => paths.some((path) => target === path || target.startsWith(path))
  if (fits(may) || (typeOnly && fits(types))) return []
  const onlyType = fits(types) ? " other than as a type" : ""
  return [`${file} imports ${target}${onlyType}: ${instead}`]
}

test("imports point down only", () => {
  const files = ["lib", "api", "web"].flatMap(filesUnder)
  const found = files.flatMap((file) => {
    const floor = floorOf(file)
    return floor ? importsOf(file).flatMap((line) => breaches(floor, line)) : []
  })
  expect(found).toEqual([])
})

test("no file of the house leads back to itself, by a type either", () => {
  expect(circlesIn(["lib", "api", "web", "scripts"].flatMap(filesUnder))).toEqual([])
})

test("every folder of the library stands on a floor of its own", () => {
  const folders = new Set(
    filesUnder("lib")
      .filter((file) => file.split("/").length > 2)
      .map((file) => posix.dirname(file)),
  )
  expect([...folders].filter((folder) => floorOf(`${folder}/`)?.folder === "lib/")).toEqual([])
})

test("the check of the floors sees what it should refuse", () => {
  const floor = FLOORS.find(({ folder }) => folder === "lib/import/")
  if (!floor) throw new Error("no such floor")
  const target = "lib/effects.ts"
  expect(breaches(floor, { file: "lib/import/x.ts", target, typeOnly: true })).toEqual([])
  expect(breaches(floor, { file: "lib/import/x.ts", target, typeOnly: false })).toHaveLength(1)
  expect(
    breaches(floor, { file: "lib/import/x.ts", target: "lib/http/route.ts", typeOnly: true }),
  ).toHaveLength(1)
})

test(`there are at most ${MOST_FUNCTIONS} function files, of the twelve that the platform takes`, () => {
  expect(listFunctions(ROOT).length).toBeLessThanOrEqual(MOST_FUNCTIONS)
})

test("a handler only hands over", () => {
  for (const file of listFunctions(ROOT)) {
    const lines = readFileSync(join(ROOT, file), "utf8").split("\n").length
    expect(lines, `${file} does too much: move it into a verb of lib/import/`).toBeLessThanOrEqual(
      MOST_HANDLER_LINES,
    )
  }
})

test("nothing under api/ is a function by accident", () => {
  expect(listFunctions(ROOT).filter((file) => /\.(test|spec)\./.test(file))).toEqual([])
})

test("handlers export methods, and no default beside them", async () => {
  for (const file of listFunctions(ROOT)) {
    const exported = Object.keys((await import(join(ROOT, file))) as Record<string, unknown>)
    expect(
      exported.filter((name) => !["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"].includes(name)),
      file,
    ).toEqual([])
    expect(exported, file).not.toEqual([])
  }
})

test("no value is written into the text of a statement", () => {
  const statement =
    /`\s*(?:select\s|insert\s+into\s|update\s+\S+\s+set\s|delete\s+from\s|(?:create|alter|drop)\s|copy\s|attach\s)[^`]*\$\{/i
  const guilty = ["lib", "api"].flatMap(filesUnder).filter((file) => {
    return statement.test(readFileSync(join(ROOT, file), "utf8"))
  })
  expect(guilty, "put the statement into sql/ and bind its values").toEqual([])
})

test("vercel.json says of calls what the contract declares", () => {
  const { functions, rewrites } = JSON.parse(readFileSync(join(ROOT, "vercel.json"), "utf8")) as PlatformRules
  expect({ functions, rewrites }, "run npm run platform:dump").toEqual(platformRules())
  expect(Object.keys(functions).sort()).toEqual(listFunctions(ROOT))
  expect(functions).toMatchObject({
    "api/prepare.ts": { maxDuration: 90 },
    "api/status.ts": { maxDuration: 5 },
    "api/work.ts": { maxDuration: 30 },
  })
  expect(rewrites.at(-1)?.source, "the page's rewrite must leave /api alone").toBe("/((?!api/).*)")
})

test("all calls of one path are in one function, since a rewrite cannot tell methods apart", () => {
  const calls = Object.values<Endpoint>(endpoints)
  const scattered = calls.filter((one) => calls.some((call) => call.path === one.path && call.in !== one.in))
  expect(scattered.map(({ path }) => path)).toEqual([])
})
