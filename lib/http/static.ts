import { existsSync } from "node:fs"
import { readFile, realpath, stat } from "node:fs/promises"
import { extname, join, sep } from "node:path"
import { problem } from "../errors.ts"
import { takes } from "./compressed.ts"
import { headersFor, readPlatform } from "./functions.ts"
import { pagePolicy } from "./page-policy.ts"
import { problemResponse } from "./problem.ts"
import type { Handler } from "./route.ts"

const TYPES: Record<string, string> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".json": "application/json",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".ico": "image/x-icon",
  ".woff2": "font/woff2",
  ".webmanifest": "application/manifest+json",
}

/** Beside a file of the page, the same with Brotli: web/vite.config.ts. */
const PACKED = ".br"
const PAGE = "/index.html"

/**
 * Serves the built page under `root`/dist; whatever is no file there is the page itself, as on the platform. What the page may
 * load and ask, its files' store included, holds beside what vercel.json says.
 */
export function createStatic(root: string, storeOrigin: string | null): Handler {
  const platform = readPlatform(root)
  const folder = join(root, "dist")
  return async (request) => {
    const { pathname } = new URL(request.url)
    const response = await fileResponse(folder, pathname, request)
    for (const [key, value] of headersFor(platform, pathname)) response.headers.set(key, value)
    const html = await readFile(join(folder, PAGE), "utf8").catch(() => "")
    response.headers.append("content-security-policy", pagePolicy(storeOrigin, html))
    return response
  }
}

async function fileResponse(folder: string, pathname: string, request: Request): Promise<Response> {
  const { method } = request
  if (method !== "GET" && method !== "HEAD") {
    const headers = { allow: "GET, HEAD" }
    return problemResponse(problem(405, "method_not_allowed", "The page can only be read.", { headers }))
  }
  const found = (await fileAt(folder, pathname)) ?? (await fileAt(folder, PAGE))
  if (!found)
    return problemResponse(problem(503, "page_not_built", "The page is not built yet: npm run build."))
  const hashed = pathname.startsWith("/assets/") && !found.endsWith("index.html")
  const packed = takes(request, "br") && existsSync(found + PACKED)
  const headers = {
    "content-type": TYPES[extname(found)] ?? "application/octet-stream",
    "cache-control": hashed ? "public, max-age=31536000, immutable" : "no-cache",
    ...(packed && { "content-encoding": "br", vary: "accept-encoding" }),
  }
  const file = packed ? found + PACKED : found
  return new Response(method === "HEAD" ? null : await readFile(file), { headers })
}

/** The file a path names inside the folder, links followed; null for anything else. */
async function fileAt(folder: string, pathname: string): Promise<string | null> {
  try {
    const inside = await realpath(folder)
    const path = await realpath(join(inside, decodeURIComponent(pathname)))
    return path.startsWith(inside + sep) && (await stat(path)).isFile() ? path : null
  } catch {
    return null
  }
}
