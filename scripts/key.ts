import { randomBytes } from "node:crypto"
import { sha256Of } from "../lib/api-keys.ts"
import { Role } from "../lib/contract/index.ts"
import { oneOf } from "./command/arguments.ts"
import { EXIT, type Result, runCommand } from "./command/run.ts"

const HELP = `Makes a key: what its holder sends, and the entry that lets it in.

Usage: npm run key -- NAME [options]

  NAME          whose it is, as the audit log will say
  --role WORD   ${Role.options.join(", ")} (default operator)
  --json        print one object, { key, entry }
  --help        this text

Nothing is kept and nothing is changed: give the key to its holder, and add the entry, which holds its SHA-256 only, to
the list in SLUICE_API_KEYS.

Examples:
  npm run key -- ops
  npm run key -- nightly-import --role operator

Exit status: 0 made, 2 wrong use`

const BYTES = 32

async function run({ role: word }: { role?: string | undefined }, [name = ""]: string[]): Promise<Result> {
  const role = oneOf("role", word, Role.options) ?? "operator"
  const key = randomBytes(BYTES).toString("base64url")
  const entry = { name, role, projects: ["*"], datasets: ["*"], sha256: sha256Of(key) }
  const lines = [`Key, for its holder only: ${key}`, "Entry of SLUICE_API_KEYS:", JSON.stringify(entry)]
  return { exit: EXIT.done, lines, json: { key, entry } }
}

await runCommand({
  name: "key",
  help: HELP,
  options: { role: { type: "string" } },
  takes: { least: 1, most: 1, what: "whose key it is, such as ops" },
  run,
})
