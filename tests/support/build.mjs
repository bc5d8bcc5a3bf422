// Before any test: what tests start as processes of their own runs from a build, as everything else does.
import { readdirSync } from "node:fs"
import { join } from "node:path"
import { build, ensureBuilt } from "../../scripts/build.mjs"
import { ROOT } from "../../scripts/root.mjs"

export default async function setup() {
  await ensureBuilt()
  const folders = ["tests/support", "tests/remote"].map((folder) => join(ROOT, folder))
  const children = folders.flatMap((folder) =>
    readdirSync(folder)
      .filter((name) => name.endsWith("-child.ts") || name.endsWith("-client.ts"))
      .map((name) => join(folder, name)),
  )
  await build(children, join(ROOT, "build/tests"))
}
