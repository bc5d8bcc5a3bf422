import { spawn } from "node:child_process"

/** Runs one of the benchmark's own scripts as a process of its own: JSON in, JSON out. */
export function runApart<T>(script: string, input: object): Promise<T> {
  const child = spawn(process.execPath, ["scripts/run.mjs", script], { stdio: ["pipe", "pipe", "inherit"] })
  child.stdin.end(JSON.stringify(input))
  return new Promise((resolve, reject) => {
    let printed = ""
    child.stdout.on("data", (chunk: Buffer) => {
      printed += chunk.toString()
    })
    child.once("error", reject)
    child.once("close", (status) => {
      if (status === 0) resolve(JSON.parse(printed) as T)
      else reject(new Error(`${script} ended with status ${status}.`))
    })
  })
}
