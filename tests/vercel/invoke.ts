import { fork, type StdioOptions } from "node:child_process"
import { fileURLToPath } from "node:url"
import type { Bundle } from "./bundle.ts"

const LAUNCHER = fileURLToPath(new URL("./launch.mjs", import.meta.url))

interface Answer {
  status: number
  headers: [string, string][]
  body: string
}

/** How long an invocation took, the start of its process included. */
export interface Invocation {
  entrypoint: string
  milliseconds: number
}

/** A module of functions to send requests to: a built function, or all of them as the server loads them. */
export type Invoked = Pick<Bundle, "entrypoint" | "folder" | "handler">

/**
 * Sends one request to a built function in a fresh process that sees its own folder and this environment only. Ended with
 * kill -9 when `signal` is aborted; throws then, as it does when the process ends by itself without an answer.
 */
export async function invoke(
  bundle: Invoked,
  request: Request,
  env: Record<string, string>,
  took: Invocation[],
  signal?: AbortSignal,
): Promise<Response> {
  const body = request.body ? Buffer.from(await request.arrayBuffer()).toString("base64") : null
  const begun = performance.now()
  const answer = await answerOf(
    bundle,
    {
      handler: bundle.handler,
      url: request.url,
      method: request.method,
      headers: [...request.headers],
      body,
    },
    env,
    signal,
  )
  took.push({ entrypoint: bundle.entrypoint, milliseconds: performance.now() - begun })
  return new Response(Buffer.from(answer.body, "base64"), { status: answer.status, headers: answer.headers })
}

function answerOf(
  { folder, entrypoint }: Invoked,
  message: object,
  env: Record<string, string>,
  signal: AbortSignal | undefined,
): Promise<Answer> {
  return new Promise((answered, refused) => {
    const ending = signal && { signal, killSignal: "SIGKILL" as const }
    const stdio: StdioOptions = ["ignore", "pipe", "pipe", "ipc"]
    const child = fork(LAUNCHER, { cwd: folder, env, execArgv: [], stdio, ...ending })
    let output = ""
    for (const stream of [child.stdout, child.stderr])
      stream?.on("data", (text) => {
        output += text
      })
    let answer: Answer | undefined
    child.on("message", (sent) => {
      answer = sent as Answer
    })
    // One that is killed is waited for until it is gone.
    child.on("error", (error) => signal?.aborted || refused(error))
    child.on("close", () => {
      if (answer) answered(answer)
      else refused(new Error(`${entrypoint} ended without an answer: ${output}`))
    })
    child.send(message)
  })
}
