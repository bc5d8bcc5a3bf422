import { writeFileSync } from "node:fs"
import { join } from "node:path"
import { flowPicture } from "./flow/picture.ts"

/** Writes docs/images/flow.svg, the way of an import; a test tells when it is stale. */
const path = join(import.meta.dirname, "..", "docs", "images", "flow.svg")
writeFileSync(path, flowPicture())
console.log(`Wrote ${path}`)
