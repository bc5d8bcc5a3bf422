// Plain JavaScript on purpose: it runs on a bare clone, before anything is installed.
import { installPackages, node, step } from "./bootstrap.mjs"

const HELP = `Runs everything that must hold: types, lint and format, unused code, the page's build, and the tests, those in a
real browser included. Installs the packages first when they are missing or stale. docs/testing.md tells which tests there are.

  npm test
  npm test -- tests/kbo       only these test files, after the checks
  npm run test:quick          only tests that need neither browser nor server, after the types
  npm run test:long           what takes too long for every time: every crash, many random inputs, large files`

const FAILED = "That did not pass. What is wrong is above."

const CHECKS = [
  ["Types …", "node_modules/typescript/bin/tsc", "--noEmit"],
  ["Lint and format …", "node_modules/@biomejs/biome/bin/biome", "check", "--error-on-warnings", "."],
  ["Unused files, exports and packages …", "node_modules/knip/bin/knip.js"],
  ["The page …", "node_modules/vite/bin/vite.js", "build", "web", "--logLevel", "warn"],
]

/** What comes before the tests: the long ones are for what has passed the others. */
function checksOf(part) {
  if (part === "long") return []
  return part === "quick" ? CHECKS.slice(0, 1) : CHECKS
}

async function main() {
  const args = process.argv.slice(2)
  if (args.includes("--help")) return console.log(HELP)
  const part = ["quick", "long"].find((name) => args[0] === `--${name}`) ?? ""
  process.env.SLUICE_TESTS = part
  await installPackages(FAILED)
  for (const [sentence, ...command] of checksOf(part)) await step(sentence, () => node(...command), FAILED)
  const files = part === "" ? args : args.slice(1)
  await step("Tests …", () => node("node_modules/vitest/vitest.mjs", "run", ...files), FAILED)
}

await main()
