// One invocation of a built function in a process of its own, as after the coldest of starts. Answers its parent
// and dies without closing anything, as an instance does that the platform takes away.
import { resolve } from "node:path"
import { pathToFileURL } from "node:url"

// What the platform hands a function beside its request: it lives on until what it was told to wait for has ended.
const waiting = []
globalThis[Symbol.for("@vercel/request-context")] = {
  get: () => ({ waitUntil: (work) => void waiting.push(work) }),
}

process.once("message", async ({ handler, url, method, headers, body }) => {
  let module = await import(pathToFileURL(resolve(handler)).href)
  for (let depth = 0; depth < 5 && module.default; depth += 1) module = module.default
  const call = module[method]
  const sent = body === null ? {} : { body: Buffer.from(body, "base64") }
  const response = call
    ? await call(new Request(url, { method, headers, ...sent }))
    : new Response(null, { status: 405 })
  const answer = {
    status: response.status,
    headers: [...response.headers],
    body: Buffer.from(await response.arrayBuffer()).toString("base64"),
  }
  process.send(answer, async () => {
    if (!process.env.KILLED_WITH_ITS_ANSWER) await Promise.allSettled(waiting)
    process.kill(process.pid, "SIGKILL")
  })
})
