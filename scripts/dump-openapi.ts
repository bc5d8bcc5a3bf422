import { writeFileSync } from "node:fs"
import { join } from "node:path"
import { openApiDocument } from "../lib/openapi.ts"
import { ROOT } from "./root.mjs"

/** Writes docs/openapi.json; a test compares it with what the server answers. */
const path = join(ROOT, "docs", "openapi.json")
writeFileSync(path, `${JSON.stringify(openApiDocument(), null, 2)}\n`)
console.log(`Wrote ${path}`)
