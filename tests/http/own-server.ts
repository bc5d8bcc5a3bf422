import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { runCommand, startCommand } from "../commands/child.ts"
import { copyTemplate } from "../support/lab.ts"

/** A fresh database and file store in a folder of their own, as environment variables. */
export function ownFolder(): { folder: string; env: Record<string, string>; remove(): void } {
  const folder = mkdtempSync(join(tmpdir(), "sluice-test-"))
  const env = {
    SLUICE_DATABASE: join(folder, "sluice.duckdb"),
    SLUICE_FILES: join(folder, "files"),
    SLUICE_API_KEYS: "",
    LOG_LEVEL: "error",
    HOST: "127.0.0.1",
    PORT: "0",
  }
  return { folder, env, remove: () => rmSync(folder, { recursive: true, force: true }) }
}

/** The same with a database that is migrated, as `npm run migrate` leaves it. */
export function ownDatabase(): ReturnType<typeof ownFolder> {
  const own = ownFolder()
  copyTemplate(own.env.SLUICE_DATABASE)
  return own
}

interface Ended {
  status: number | null
  output: string
}

/** Runs a script to its end. */
export async function runScript(
  name: string,
  env: Record<string, string>,
  ...args: string[]
): Promise<Ended> {
  return together(await runCommand(name, env, ...args))
}

/** What a script wrote, wherever it did. */
const together = ({ status, out, err }: { status: number | null; out: string; err: string }): Ended => ({
  status,
  output: out + err,
})

/** Starts the server and resolves once it says where it listens. */
export async function startServer(env: Record<string, string>): Promise<{
  url: string
  pid: number
  /** What it has printed so far. */
  output(): string
  ended: Promise<Ended>
  kill(signal: NodeJS.Signals): void
}> {
  const { pid, kill, written, says, ended } = startCommand("serve", env)
  const output = () => written().out + written().err
  await says("Ctrl-C stops it")
  const url = /http:\/\/\S+/.exec(output())?.[0] ?? ""
  return { url, pid, output, ended: ended.then(together), kill }
}
