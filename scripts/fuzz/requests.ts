import { type Endpoint, endpoints } from "../../lib/contract/endpoints.ts"
import type { Random } from "../sample/random.ts"
import { bodyOf } from "./bodies.ts"
import type { Sent } from "./exchange.ts"
import { mangled } from "./mangled.ts"
import { KEYS } from "./served.ts"
import { DATASETS, type Known, someName, someValue, TABLES } from "./values.ts"

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
  const call = random.pick(CALLS)
  const method = random.chance(0.04) ? random.pick(METHODS) : call.method
  const target = pathOf(random, call, known) + queryOf(random, known)
  const headers: [string, string][] = [["host", random.chance(0.02) ? "evil.example" : "localhost"]]
  headers.push(["x-forwarded-for", `203.0.${random.below(256)}.${random.below(256)}`])
  if (!random.chance(0.05))
    headers.push([
      "x-api-key",
      random.chance(0.03) ? "guess" : random.pick([...KEYS, KEYS[2] as string, KEYS[2] as string]),
    ])
  headers.push(...random.some(2, () => random.pick(HEADERS)).filter(() => random.chance(0.3)))
  const body = method === "GET" ? Buffer.alloc(0) : await bodyOf(random, call, known, headers)
  if (body.length > 0 || random.chance(0.9)) headers.push(["content-length", String(lengthOf(random, body))])
  const sent: Sent = { method, target, headers, body }
  return random.chance(0.02) ? { ...sent, raw: broken(random, sent) } : sent
}

const lengthOf = (random: Random, body: Buffer) =>
  random.chance(0.01) ? random.pick(["x", "-1", "9".repeat(30)]) : body.length

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
    if (random.chance(0.08)) return random.pick(ODD)
    if (name === "dataset") return random.pick(DATASETS)
    if (name === "table") return random.pick(TABLES)
    if (name === "upload_id") return random.pick([...known.uploads, "x"])
    if (name === "id") return random.pick([...known.feeds, ...known.jobs, "x"])
    if (name === "number") return String(random.below(4))
    return random.pick([...known.jobs, "0199aaaa-0000-7000-8000-000000000000"])
  }
  const filled = path.replace(/:(\w+)/g, (_, name: string) => fill(name))
  return random.chance(0.02) ? mangledPath(random, filled) : filled
}

function mangledPath(random: Random, path: string): string {
  const at = random.below(path.length)
  return (
    path.slice(0, at) + random.pick(["%", "//", "/../", "\\", ";", "%2e%2e/", "#", "%zz"]) + path.slice(at)
  )
}

function queryOf(random: Random, known: Known): string {
  if (random.chance(0.6)) return ""
  const pairs = random.some(4, () => {
    const value = someValue(random, known, 0)
    return `${someName(random)}=${encodeURIComponent(safe(typeof value === "string" ? value : JSON.stringify(value)))}`
  })
  return `?${pairs.join(random.chance(0.05) ? ";%" : "&")}`.slice(0, 8_000)
}

const safe = (text: string) => Buffer.from(text).toString("utf8")
