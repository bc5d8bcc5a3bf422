import { existsSync, readdirSync, readFileSync } from "node:fs"
import { join, posix } from "node:path"
import { type Endpoint, endpoints } from "../../lib/contract/endpoints.ts"
import { FUNCTIONS } from "../../lib/contract/functions.ts"
import { JOB_TRANSITIONS } from "../../lib/engine/jobs/transitions.ts"
import { ROOT } from "../root.mjs"

/** A call that moves an import: the state it leads to, and the rooms that do its work. */
interface Station {
  call: keyof typeof endpoints
  to: keyof typeof JOB_TRANSITIONS
  rooms: readonly string[]
  says: readonly string[]
}

const STATIONS: readonly Station[] = [
  {
    call: "prepare",
    to: "ready",
    rooms: ["admission", "staging"],
    says: ["read, check, stage, plan;", "commits chunk by chunk"],
  },
  {
    call: "processBatch",
    to: "processing",
    rooms: ["batches"],
    says: ["claim, apply, complete:", "one transaction a stride"],
  },
  {
    call: "finalize",
    to: "completed",
    rooms: ["closing"],
    says: ["compare counts and tables,", "clear what was staged"],
  },
  {
    call: "rollback",
    to: "rolled_back",
    rooms: ["undo"],
    says: ["remove, reopen, restore,", "newest first"],
  },
]
const [WIDTH, GAP, LINE, TOP] = [228, 28, 17, 64]

/** A call's address ends in the name of its verb. */
const verbOf = ({ call }: Station) => posix.basename(endpoints[call].path)

const textOf = (path: string) => readFileSync(join(ROOT, path), "utf8")

/** What a room and a verb import from one another is there, or the picture is not drawn. */
function assertReached(station: Station): void {
  const verb = verbOf(station)
  const seen = new Set<string>()
  const visit = (file: string) => {
    if (seen.has(file) || !/^lib\/(import|engine)\//.test(file)) return
    seen.add(file)
    for (const [, path = ""] of textOf(file).matchAll(/from "(\.{1,2}\/[^"]+)"/g))
      visit(posix.join(posix.dirname(file), path))
  }
  visit(`lib/import/${verb}.ts`)
  for (const room of station.rooms) {
    if (![...seen].some((file) => file.startsWith(`lib/engine/${room}/`)))
      throw new Error(`lib/import/${verb}.ts does not reach lib/engine/${room}/ any more`)
  }
}

/** The tables that the statements change which are named in the files of some rooms; slots by what they stand for. */
function tablesOf(rooms: readonly string[]): string[] {
  const files = rooms.flatMap((room) =>
    readdirSync(join(ROOT, "lib/engine", room)).map((file) => `lib/engine/${room}/${file}`),
  )
  const named = files.flatMap((file) => [...textOf(file).matchAll(/"([a-z_]+\/[a-z_/]+)"/g)])
  const found = named.flatMap(([, name]) => {
    const path = [`sql/${name}.sql`, `sql/apply/${name}.sql`].find((one) => existsSync(join(ROOT, one)))
    if (path === undefined) return []
    const sql = textOf(path).replace(/^--.*$/gm, "")
    return [...sql.matchAll(/\b(?:insert into|update|delete from)\s+(?:\/\* @(\w+) \*\/|(import_\w+))/g)]
  })
  const tables = found.map(([, slot, table]) => (slot === undefined ? (table ?? "") : `<${slot}>`))
  return [...new Set(tables)].sort()
}

function stationLines(station: Station): string[] {
  const { path, in: of }: Endpoint = endpoints[station.call]
  assertReached(station)
  return [
    `${path.replace("/api/import/:dataset", "…")}, ${FUNCTIONS[of]} s a call`,
    `lib/import/${verbOf(station)}.ts`,
    ...station.rooms.map((room) => `lib/engine/${room}/`),
    "",
    ...station.says,
    "",
    "writes",
    ...tablesOf(station.rooms).map((table) => `  ${table}`),
  ]
}

/** The way of an import from call to call as an SVG, made of the declared calls and states, imports and statements. */
export function flowPicture(): string {
  const boxes = STATIONS.map(stationLines)
  const height = Math.max(...boxes.map((lines) => lines.length)) * LINE + 40
  const text = (x: number, y: number, line: string, kind = "") =>
    `<text x="${x}" y="${y}"${kind}>${line.replaceAll("<", "&lt;").replaceAll(">", "&gt;")}</text>`
  const drawn = STATIONS.flatMap((station, i) => {
    const { to } = station
    if (!(to in JOB_TRANSITIONS)) throw new Error(`there is no state ${to}`)
    const x = GAP + i * (WIDTH + GAP)
    return [
      `<rect x="${x}" y="${TOP}" width="${WIDTH}" height="${height}" rx="8" fill="#fff" stroke="#4263eb"/>`,
      text(x + 12, TOP - 14, `${verbOf(station)} → ${to}`, ' class="b"'),
      ...(boxes[i] ?? []).map((line, at) => text(x + 12, TOP + 26 + at * LINE, line)),
      ...(i === 0 ? [] : [text(x - GAP + 8, TOP + height / 2, to === "rolled_back" ? "◀" : "▶")]),
    ]
  })
  const [w, h] = [GAP + STATIONS.length * (WIDTH + GAP), TOP + height + GAP]
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${w} ${h}" font-family="monospace" font-size="12" fill="#212529">`,
    "<title>The way of an import, from call to call</title>",
    `<style>.b{font-weight:bold;font-size:14px}text{white-space:pre}</style><rect width="${w}" height="${h}" fill="#f8f9fa"/>`,
    ...drawn,
    "</svg>\n",
  ].join("\n")
}
