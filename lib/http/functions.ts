import { existsSync, readdirSync, readFileSync } from "node:fs"
import { join, relative, sep } from "node:path"

/** One function file and the path it serves by its place under api/. */
export interface FunctionFile {
  file: string
  /** `/api/work` */
  path: string
  max_duration_seconds: number
}

interface Rewrite {
  pattern: RegExp
  names: string[]
  destination: string
}

interface HeaderRule {
  pattern: RegExp
  headers: { key: string; value: string }[]
}

/** What vercel.json says, as far as a server needs it. */
export interface Platform {
  functions: FunctionFile[]
  rewrites: Rewrite[]
  headers: HeaderRule[]
}

interface VercelJson {
  functions?: Record<string, { maxDuration?: number }>
  rewrites?: { source: string; destination: string }[]
  headers?: { source: string; headers: { key: string; value: string }[] }[]
}

const PLATFORM_DEFAULT_SECONDS = 300

/** Reads api/ and vercel.json under `root` the way the platform does. Where the functions are built in, vercel.json alone names them. */
export function readPlatform(root: string): Platform {
  const path = join(root, "vercel.json")
  const declared = (existsSync(path) ? JSON.parse(readFileSync(path, "utf8")) : {}) as VercelJson
  return {
    functions: functionsOf(root, declared).map((file) => ({
      file,
      path: `/${file.replace(/\.\w+$/, "")}`,
      max_duration_seconds: declared.functions?.[file]?.maxDuration ?? PLATFORM_DEFAULT_SECONDS,
    })),
    rewrites: (declared.rewrites ?? []).map(({ source, destination }) => ({
      ...sourcePattern(source),
      destination,
    })),
    headers: (declared.headers ?? []).map(({ source, headers }) => ({
      pattern: sourcePattern(source).pattern,
      headers,
    })),
  }
}

function functionsOf(root: string, { functions = {} }: VercelJson): string[] {
  return existsSync(join(root, "api")) ? listFunctions(root) : Object.keys(functions).sort()
}

/** The function files under api/, sorted; names starting with `_` or `.` are not functions. */
export function listFunctions(root: string): string[] {
  const walk = (folder: string): string[] =>
    readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
      if (/^[._]/.test(entry.name)) return []
      const path = join(folder, entry.name)
      if (entry.isDirectory()) return walk(path)
      const isFunction = /\.(ts|js|mjs)$/.test(entry.name) && !entry.name.endsWith(".d.ts")
      return isFunction ? [relative(root, path).split(sep).join("/")] : []
    })
  return walk(join(root, "api")).sort()
}

/** The headers vercel.json sets for a path. */
export function headersFor(platform: Platform, pathname: string): [string, string][] {
  return platform.headers
    .filter((rule) => rule.pattern.test(pathname))
    .flatMap((rule) => rule.headers.map(({ key, value }): [string, string] => [key, value]))
}

/** A vercel.json `source`: a regular expression when it has a group, else a path with `:name` segments. */
function sourcePattern(source: string): { pattern: RegExp; names: string[] } {
  if (source.includes("(")) return { pattern: new RegExp(`^${source}$`), names: [] }
  const names = [...source.matchAll(/:(\w+)/g)].map((match) => match[1] ?? "")
  const pattern = source.split(/:\w+/).map(escaped).join("([^/]+)")
  return { pattern: new RegExp(`^${pattern}/?$`), names }
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")
}
