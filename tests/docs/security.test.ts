import { expect, test } from "vitest"
import { named, section, table, textOf } from "./page.ts"

interface Package {
  dev?: boolean
  license?: string
  hasInstallScript?: boolean
}

const PACKAGES = Object.entries(
  (JSON.parse(textOf("package-lock.json")) as { packages: Record<string, Package> }).packages,
).filter(([path]) => path !== "")
const nameOf = (path: string) => path.split("node_modules/").at(-1) ?? path
const about = section("docs/security.md", "What it is made of")

test("the licences of all packages that run are listed, the rare ones by name", () => {
  const found: Record<string, Set<string>> = {}
  for (const [path, { dev, license = "none named" }] of PACKAGES) {
    if (dev) continue
    found[license] ??= new Set()
    found[license].add(nameOf(path))
  }
  const listed = table(about, "licence").map(({ licence = "", packages = "" }) => {
    const names = named(packages)
    return [licence, names.length > 0 ? names.sort() : Number.parseInt(packages, 10)]
  })
  const expected = Object.entries(found).map(([licence, names]) => {
    return [licence, names.size < 8 ? [...names].sort() : names.size]
  })
  expect(Object.fromEntries(listed)).toEqual(Object.fromEntries(expected))
})

test("no package runs a script when it is installed but the one that is named", () => {
  const found = PACKAGES.filter(([, { hasInstallScript }]) => hasInstallScript)
  expect(found.map(([path, { dev }]) => [nameOf(path), dev])).toEqual([["esbuild", true]])
  expect(about).toContain("`esbuild` (for development only)")
})
