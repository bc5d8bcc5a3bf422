import { writeFileSync } from "node:fs"
import { join } from "node:path"
import { flowPicture } from "./flow/picture.ts"
import { ROOT } from "./root.mjs"

/** Writes docs/images/flow.svg, the way of an import; a test tells when it is stale. */
const path = join(ROOT, "docs", "images", "flow.svg")
writeFileSync(path, flowPicture())
console.log(`Wrote ${path}`)
