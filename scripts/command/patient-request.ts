import * as http from "node:http"
import * as https from "node:https"

/**
 * Sends a request without a body and waits for its answer as long as that takes, where fetch gives up after five minutes. Rejects as
 * the network does.
 */
export function patientRequest({ url, method, headers }: Request): Promise<Response> {
  const { request } = url.startsWith("https:") ? https : http
  return new Promise((resolve, reject) => {
    const asked = request(url, { method, headers: Object.fromEntries(headers) }, (answer) => {
      const told = Object.entries(answer.headers).flatMap(([name, value]) =>
        typeof value === "string" ? [[name, value] as [string, string]] : [],
      )
      resolve(new Response(bodyOf(answer), { status: answer.statusCode ?? 502, headers: told }))
    })
    asked.on("error", reject)
    asked.end()
  })
}

/** No faster than it is taken. */
function bodyOf(answer: http.IncomingMessage): ReadableStream<Uint8Array> {
  const chunks = answer[Symbol.asyncIterator]()
  return new ReadableStream({
    async pull(controller) {
      const { value, done } = await chunks.next()
      if (done) controller.close()
      else controller.enqueue(value)
    },
    cancel: () => void answer.destroy(),
  })
}
