#!/usr/bin/env node
// Every command by one name: `npx sluice NAME …` is `npm run NAME -- …`. In the repository it runs from the build, which is made
// when the sources are newer; in the package from what came with it. Plain JavaScript, since nothing may be built yet.
import { existsSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { pathToFileURL } from "node:url"
import { COMMANDS, OF_REPOSITORY } from "./commands.mjs"
import { refusalOfNode } from "./node-version.mjs"
import { ROOT } from "./root.mjs"

const USAGE = 2

const inRepository = existsSync(join(ROOT, "scripts/build.mjs"))
const { engines } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8"))

const listed = (commands) =>
  Object.entries(commands)
    .map(([name, does]) => `  ${name.padEnd(10)} ${does}`)
    .join("\n")

const HELP = `Imports data of any size through functions that may live only seconds.

Usage: npx sluice COMMAND [arguments]

${listed(COMMANDS)}

In Sluice's repository only, where \`npm run COMMAND -- …\` is the same as \`npx sluice COMMAND …\`:

${listed(OF_REPOSITORY)}

Each tells more of itself: npx sluice COMMAND --help. Settings come from the environment, and from a file .env in this folder.
`

function refuse(sentence) {
  console.error(`${sentence} See: npx sluice --help`)
  process.exit(USAGE)
}

function main() {
  const [name] = process.argv.splice(2, 1)
  const refusal = refusalOfNode(process.versions.node, engines)
  if (refusal !== null) {
    console.error(refusal)
    process.exit(1)
  }
  if (name === "--help" || name === "help") return process.stdout.write(HELP)
  if (name === undefined) refuse("Name a command.")
  if (!inRepository && Object.hasOwn(OF_REPOSITORY, name))
    refuse(`"${name}" is there in Sluice's repository only.`)
  if (!Object.hasOwn({ ...COMMANDS, ...OF_REPOSITORY }, name)) refuse(`There is no command "${name}".`)
  if (!inRepository) return import(pathToFileURL(join(ROOT, "build/package", `${name}.js`)).href)
  process.argv.splice(2, 0, name)
  return import("./run.mjs")
}

await main()
