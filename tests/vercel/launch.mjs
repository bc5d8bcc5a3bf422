// One invocation of a built function in a process of its own, as after the coldest of starts. Answers its parent
// and dies without closing anything, as an instance does that the platform takes away.
import { resolve } from "node:path"
import { pathToFileURL } from "node:url"

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
  process.send(answer, () => process.kill(process.pid, "SIGKILL"))
})
