import { readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { platformRules } from "../lib/platform-rules.ts"
import { ROOT } from "./root.mjs"

/** Writes what of vercel.json follows from the declared calls; a test holds that it is fresh. */
const path = join(ROOT, "vercel.json")
const { headers, crons, ...rest } = JSON.parse(readFileSync(path, "utf8")) as Record<string, unknown>
writeFileSync(path, `${JSON.stringify({ ...rest, ...platformRules(), headers, crons }, null, 2)}\n`)
console.log(`Wrote ${path}`)
