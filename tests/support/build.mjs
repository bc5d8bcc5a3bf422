// Before any test: what tests start as processes of their own runs from a build, as everything else does.
import { readdirSync } from "node:fs"
import { join } from "node:path"
import { build, ensureBuilt } from "../../scripts/build.mjs"
import { ROOT } from "../../scripts/root.mjs"

export default async function setup() {
  await ensureBuilt()
  const folder = join(ROOT, "tests/support")
  const children = readdirSync(folder).filter((name) => name.endsWith("-child.ts"))
  await build(
    children.map((name) => join(folder, name)),
    join(ROOT, "build/tests"),
  )
}
