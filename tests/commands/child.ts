import { type ChildProcess, spawn } from "node:child_process"
import { ownEnvironment } from "../../scripts/command/own-server.ts"
import { ROOT } from "../../scripts/root.mjs"

/** How a command ended, and what it wrote where. */
export interface Ended {
  status: number | null
  out: string
  err: string
}

export interface Running {
  pid: number
  /** What it has written so far. */
  written(): { out: string; err: string }
  /** Resolves once it has written the text, rejects when the command ends before. */
  says(text: string): Promise<void>
  kill(signal: NodeJS.Signals): void
  ended: Promise<Ended>
}

/** Runs a command with these arguments to its end, as `npm run NAME -- …` does. */
export function runCommand(name: string, env: Record<string, string>, ...args: string[]): Promise<Ended> {
  return startCommand(name, env, ...args).ended
}

/** The same with --json: its exit status and the object it printed, which must be all of stdout. */
export async function runForJson(
  name: string,
  env: Record<string, string>,
  ...args: string[]
): Promise<{ status: number | null; err: string; json: Record<string, unknown> }> {
  const { status, out, err } = await runCommand(name, env, ...args, "--json")
  return { status, err, json: JSON.parse(out) as Record<string, unknown> }
}

/** How far an import is, which a slow machine has time to be told. */
const PROGRESS = /^\d+% .*\n/gm

export function startCommand(name: string, env: Record<string, string>, ...args: string[]): Running {
  const { SLUICE_API_KEY: _key, ...own } = ownEnvironment()
  const child = spawn(process.execPath, ["scripts/run.mjs", name, ...args], {
    cwd: ROOT,
    env: { ...own, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  })
  const written = { out: "", err: "" }
  child.stdout?.on("data", (chunk: Buffer) => {
    written.out += chunk.toString("utf8")
  })
  child.stderr?.on("data", (chunk: Buffer) => {
    written.err += chunk.toString("utf8")
  })
  const ended = new Promise<Ended>((done) => {
    child.once("close", (status) =>
      done({ status, out: written.out, err: written.err.replace(PROGRESS, "") }),
    )
  })
  return {
    pid: child.pid ?? 0,
    written: () => ({ ...written }),
    says: (text) => saying(child, () => written.out + written.err, text, ended),
    kill: (signal) => void child.kill(signal),
    ended,
  }
}

function saying(
  child: ChildProcess,
  written: () => string,
  text: string,
  ended: Promise<Ended>,
): Promise<void> {
  return new Promise((heard, refused) => {
    const look = () => {
      if (written().includes(text)) heard()
    }
    child.stdout?.on("data", look)
    child.stderr?.on("data", look)
    look()
    void ended.then((end) => refused(new Error(`It ended without saying "${text}": ${JSON.stringify(end)}`)))
  })
}
