// Plain JavaScript on purpose: it runs on a bare clone, before anything is installed.
import { installPackages, node, step } from "./bootstrap.mjs"

const HELP = `Runs everything that must hold: types, lint and format, unused code, the page's build, and all tests, those in a
real browser included. Installs the packages first when they are missing or stale.

  npm test
  npm test -- tests/kbo       only these test files, after the checks`

const FAILED = "That did not pass. What is wrong is above."

const CHECKS = [
  ["Types …", "node_modules/typescript/bin/tsc", "--noEmit"],
  ["Lint and format …", "node_modules/@biomejs/biome/bin/biome", "check", "--error-on-warnings", "."],
  ["Unused files, exports and packages …", "node_modules/knip/bin/knip.js"],
  ["The page …", "node_modules/vite/bin/vite.js", "build", "web", "--logLevel", "warn"],
]

async function main() {
  const args = process.argv.slice(2)
  if (args.includes("--help")) return console.log(HELP)
  await installPackages(FAILED)
  for (const [sentence, ...command] of CHECKS) await step(sentence, () => node(...command), FAILED)
  await step("Tests …", () => node("node_modules/vitest/vitest.mjs", "run", ...args), FAILED)
}

await main()
