import { mkdirSync, writeFileSync } from "node:fs"
import { join, relative } from "node:path"
import { EXIT, type Result, runCommand } from "./command/run.ts"
import { drawAll } from "./pictures/draw.ts"
import { ROOT } from "./root.mjs"

const HELP = `Draws the pictures of the documents anew: the page, built from the sources there are, with made-up data in a database of its own, as
a browser shows it.

Usage: npm run pictures -- [options]

  --out DIR  where to write (default docs/images)
  --json     print one object, { pictures: [{ file, bytes }] }
  --help     this text

Example:
  npm run pictures -- --out /tmp/pictures

Exit status: 0 drawn, 1 it did not work, 2 wrong use`

const OPTIONS = { out: { type: "string" } } as const

async function run(out = join(ROOT, "docs/images")): Promise<Result> {
  mkdirSync(out, { recursive: true })
  const pictures: { file: string; bytes: number }[] = []
  for await (const { name, bytes } of drawAll()) {
    const file = join(out, `${name}.png`)
    writeFileSync(file, bytes)
    pictures.push({ file, bytes: bytes.length })
  }
  const lines = pictures.map(
    ({ file, bytes }) => `Wrote ${relative(process.cwd(), file)}, ${Math.ceil(bytes / 1_000)} kB.`,
  )
  return { exit: EXIT.done, lines, json: { pictures } }
}

await runCommand({
  name: "pictures",
  help: HELP,
  options: OPTIONS,
  run: ({ out }) => run(out),
})
