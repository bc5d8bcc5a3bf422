import { type Endpoint, endpoints } from "../../lib/contract/endpoints.ts"
import { makeExtracts } from "../sample/archive.ts"
import { DOCUMENTS } from "./documents.ts"
import type { Sent } from "./exchange.ts"
import { GENERATORS, type MadeFile } from "./files.ts"
import { mangled } from "./mangled.ts"
import type { Random } from "./random.ts"
import { KEYS } from "./served.ts"

/** Ids and names that earlier answers told. */
export interface Known {
  jobs: string[]
  files: string[]
  uploads: string[]
  feeds: string[]
}

const DATASETS = ["daily-update", "taxonomy", "contacts", "documents", "qa-pairs"]
const TABLES = [
  "contact_persons",
  "taxonomy_nodes",
  "documents",
  "qa_pairs",
  "enterprise",
  "activity",
  "code",
]
const ODD = [
  "",
  "0",
  "%00",
  "..%2f..%2fetc%2fpasswd",
  "%ff",
  "a".repeat(3_000),
  "'",
  '"',
  "%F0%9F%98%80",
  "-1",
  "1e9",
]
const WORDS: readonly unknown[] = [
  ...[null, true, 0, -1, 1.5, 1e308, "", " ", "x", "*", "é", "\u0000", "\ud800", "=1+1", "__proto__", [], {}],
  ...[
    "2025-10-05",
    "0470123456",
    "https://169.254.169.254/x",
    "http://[::1]:1/a",
    "file:///etc/passwd",
    "'; drop table t; --",
  ],
  ...["x".repeat(20_000), Array.from({ length: 300 }, (_, n) => n)],
]
const NAMES = [
  ...[
    "job_id",
    "url",
    "filename",
    "filenames",
    "rows",
    "options",
    "action",
    "table_name",
    "batch_number",
    "operation",
    "all_failed",
  ],
  ...[
    "dry_run",
    "key",
    "name",
    "schedule",
    "source",
    "dataset",
    "mends",
    "row",
    "values",
    "draft",
    "limit",
    "cursor",
    "q",
    "words",
  ],
  ...[
    "batch_size",
    "duplicates",
    "mapping",
    "constants",
    "delimiter",
    "encoding",
    "header_row",
    "sheet",
    "entry",
    "comment",
  ],
  ...[
    "on_row_errors",
    "max_row_errors",
    "run",
    "project_id",
    "default_country",
    "allow_mass_close",
    "webhook_url",
    "notify_email",
  ],
  ...[
    "size",
    "sha256",
    "status",
    "code",
    "table",
    "format",
    "as_of",
    "where",
    "order",
    "columns",
    "content",
    "nodes",
    "toString",
  ],
]
const METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "TRACE", "PROPFIND"]
const HEADERS: readonly [string, string][] = [
  ["accept", "text/csv"],
  ["accept", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"],
  ["accept", "application/vnd.apache.parquet"],
  ["accept-encoding", "gzip, br;q=x, *"],
  ["origin", "https://evil.example"],
  ["sec-fetch-site", "cross-site"],
  ["range", "bytes=0-1,5-2"],
  ["cookie", `sluice_session=${"x".repeat(500)}`],
  ["last-event-id", "-1"],
  ["if-none-match", "*"],
  ["content-encoding", "gzip"],
  ["x-sluice-driver", "ü".repeat(200)],
  ["x-real-ip", "::ffff:1.2.3.4"],
  ["expect", "200-ok"],
  ["x", "y".repeat(20_000)],
]

const CALLS: readonly Endpoint[] = Object.values<Endpoint>(endpoints)

/** One request of a grammar of the contract's calls: right in most of its parts, wrong in some. The same for the same seed and `known`. */
export async function makeRequest(random: Random, known: Known): Promise<Sent> {
  const call = random.one(CALLS)
  const method = random.happens(0.04) ? random.one(METHODS) : call.method
  const target = pathOf(random, call, known) + queryOf(random, known)
  const headers: [string, string][] = [["host", random.happens(0.02) ? "evil.example" : "localhost"]]
  headers.push(["x-forwarded-for", `203.0.${random.below(256)}.${random.below(256)}`])
  if (!random.happens(0.05))
    headers.push([
      "x-api-key",
      random.happens(0.03) ? "guess" : random.one([...KEYS, KEYS[2] as string, KEYS[2] as string]),
    ])
  headers.push(...random.some(2, () => random.one(HEADERS)).filter(() => random.happens(0.3)))
  const body = method === "GET" ? Buffer.alloc(0) : await bodyOf(random, call, known, headers)
  if (body.length > 0 || random.happens(0.9)) headers.push(["content-length", String(lengthOf(random, body))])
  const sent: Sent = { method, target, headers, body }
  return random.happens(0.02) ? { ...sent, raw: broken(random, sent) } : sent
}

const lengthOf = (random: Random, body: Buffer) =>
  random.happens(0.01) ? random.one(["x", "-1", "9".repeat(30)]) : body.length

function broken(random: Random, { method, target, headers, body }: Sent): Buffer {
  const head = [
    `${method} ${target} HTTP/1.1`,
    ...headers.map(([name, value]) => `${name}: ${value}`),
    "connection: close",
    "",
    "",
  ]
  return Buffer.concat([mangled(random, Buffer.from(head.join("\r\n"), "latin1"), 1), body])
}

function pathOf(random: Random, { path }: Endpoint, known: Known): string {
  const fill = (name: string): string => {
    if (random.happens(0.08)) return random.one(ODD)
    if (name === "dataset") return random.one(DATASETS)
    if (name === "table") return random.one(TABLES)
    if (name === "upload_id") return random.one([...known.uploads, "x"])
    if (name === "id") return random.one([...known.feeds, ...known.jobs, "x"])
    if (name === "number") return String(random.below(4))
    return random.one([...known.jobs, "0199aaaa-0000-7000-8000-000000000000"])
  }
  const filled = path.replace(/:(\w+)/g, (_, name: string) => fill(name))
  return random.happens(0.02) ? mangledPath(random, filled) : filled
}

function mangledPath(random: Random, path: string): string {
  const at = random.below(path.length)
  return (
    path.slice(0, at) + random.one(["%", "//", "/../", "\\", ";", "%2e%2e/", "#", "%zz"]) + path.slice(at)
  )
}

function queryOf(random: Random, known: Known): string {
  if (random.happens(0.6)) return ""
  const pairs = random.some(4, () => {
    const value = someValue(random, known, 0)
    return `${random.one(NAMES)}=${encodeURIComponent(safe(typeof value === "string" ? value : JSON.stringify(value)))}`
  })
  return `?${pairs.join(random.happens(0.05) ? ";%" : "&")}`.slice(0, 8_000)
}

const safe = (text: string) => Buffer.from(text).toString("utf8")

/** Values by what their names are usually for, and by no rule at all. */
function someValue(random: Random, known: Known, depth: number): unknown {
  switch (random.below(depth > 3 ? 5 : 9)) {
    case 0:
    case 1:
      return random.one(WORDS)
    case 2:
      return random.one([...known.jobs, "x"])
    case 3:
      return random.one([...known.files, "x"])
    case 4:
      return random.one([
        "pause",
        "resume",
        "cancel",
        "apply",
        "start",
        "insert",
        "delete",
        "skip",
        "update",
        "merge",
        "hold",
        "background",
        ...TABLES,
      ])
    case 5:
      return random.some(3, () => someValue(random, known, depth + 1))
    default:
      return objectOf(random, known, depth + 1)
  }
}

const objectOf = (random: Random, known: Known, depth: number): Record<string, unknown> =>
  Object.fromEntries(random.some(4, () => [random.one(NAMES), someValue(random, known, depth)] as const))

async function bodyOf(
  random: Random,
  call: Endpoint,
  known: Known,
  headers: [string, string][],
): Promise<Buffer> {
  if (call.bytes) return mangled(random, Buffer.alloc(random.below(5_000), "a"))
  if (call.form && random.happens(0.7)) return formOf(random, call, known, headers)
  headers.push(["content-type", random.happens(0.03) ? "text/plain" : "application/json"])
  const body = random.happens(0.7) ? likely(random, call, known) : objectOf(random, known, 0)
  return mangled(random, Buffer.from(JSON.stringify(body)), 0.05)
}

/** A body as this call usually has it, with something else in it now and then. */
function likely(random: Random, { path }: Endpoint, known: Known): Record<string, unknown> {
  const job_id = random.one([...known.jobs, "x"])
  const rows = random.some(5, () => ({
    email: `a${random.below(99)}@example.org`,
    question: "Why?",
    answer: "So.",
    url: `https://example.org/${random.below(50)}`,
    title: "T",
  }))
  const bodies: Record<string, Record<string, unknown>> = {
    prepare: random.one([
      { filename: random.one([...known.files, "x"]) },
      { rows },
      { job_id },
      { url: random.one(WORDS) },
    ]),
    control: { job_id, action: random.one(["pause", "resume", "cancel", "apply", "start"]) },
    session: { key: random.one(KEYS) },
    uploads: { filename: random.one(["a.csv", "../a.zip", "\u202ea"]), size: random.below(5_000) },
    feeds: {
      name: `f${random.below(20)}`,
      dataset: random.one(DATASETS),
      schedule: random.one(["0 7 * * *", "* * * * *", "x"]),
      source: { prefix: "a" },
    },
    "retry-batch": { job_id, all_failed: true },
    batch: { nodes: rows, project_id: "p" },
    preview: {
      filename: random.one([...known.files, "x"]),
      options: random.happens(0.5) ? objectOf(random, known, 1) : {},
    },
  }
  const own = bodies[path.split("/").at(-1) ?? ""] ?? { job_id }
  return random.happens(0.3) ? { ...own, ...objectOf(random, known, 1) } : own
}

async function formOf(
  random: Random,
  call: Endpoint,
  known: Known,
  headers: [string, string][],
): Promise<Buffer> {
  const boundary = "----fuzz"
  headers.push(["content-type", `multipart/form-data; boundary=${random.happens(0.03) ? '"' : boundary}`])
  const files = call.form?.files === "many" && random.happens(0.2) ? 2 : 1
  const parts: Buffer[] = []
  const part = (disposition: string, bytes: Buffer) =>
    parts.push(
      Buffer.from(`--${boundary}\r\ncontent-disposition: form-data; ${disposition}\r\n\r\n`),
      bytes,
      Buffer.from("\r\n"),
    )
  if (random.happens(0.3)) part('name="options"', Buffer.from(JSON.stringify(objectOf(random, known, 1))))
  for (let n = 0; n < files; n += 1) {
    const { name, bytes } = await fileOf(random)
    part(
      `name="${random.happens(0.95) ? "file" : random.one(NAMES)}"; filename="${random.happens(0.1) ? `../${name}\u0007` : name}"`,
      bytes,
    )
  }
  if (!random.happens(0.05)) parts.push(Buffer.from(`--${boundary}--\r\n`))
  return mangled(random, Buffer.concat(parts), 0.05)
}

const MAKERS = Object.values({ ...GENERATORS, ...DOCUMENTS })

/** A file of any format there is: of rows, a document, an extract. */
async function fileOf(random: Random): Promise<MadeFile> {
  if (!random.happens(0.15)) return random.one(MAKERS)(random)
  const [full] = await makeExtracts({
    seed: random.below(20),
    rows: 20,
    changes: 5,
    traps: true,
    steps: [{ type: "full" }],
  })
  return {
    dataset: "daily-update",
    name: full?.file_name ?? "",
    bytes: mangled(random, full?.bytes ?? Buffer.alloc(0), 0.7),
  }
}
