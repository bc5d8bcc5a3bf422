import { fork } from "node:child_process"
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

/** Sends one request to a built function in a fresh process that sees its own folder and this environment only. */
export async function invoke(
  bundle: Bundle,
  request: Request,
  env: Record<string, string>,
  took: Invocation[],
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
  )
  took.push({ entrypoint: bundle.entrypoint, milliseconds: performance.now() - begun })
  return new Response(Buffer.from(answer.body, "base64"), { status: answer.status, headers: answer.headers })
}

function answerOf(
  { folder, entrypoint }: Bundle,
  message: object,
  env: Record<string, string>,
): Promise<Answer> {
  return new Promise((answered, refused) => {
    const child = fork(LAUNCHER, { cwd: folder, env, execArgv: [], stdio: ["ignore", "pipe", "pipe", "ipc"] })
    let output = ""
    for (const stream of [child.stdout, child.stderr])
      stream?.on("data", (text) => {
        output += text
      })
    let answer: Answer | undefined
    child.on("message", (sent) => {
      answer = sent as Answer
    })
    child.on("error", refused)
    child.on("close", () => {
      if (answer) answered(answer)
      else refused(new Error(`${entrypoint} ended without an answer: ${output}`))
    })
    child.send(message)
  })
}
