const WORTH_IT =
  /^(text\/(?!event-stream)|image\/svg|application\/(json|problem\+json|x-ndjson|manifest\+json))/

/**
 * The answer gzipped, where its reader takes that and it is text that is asked for to be read: the platform does so by itself,
 * the local server has to. Streams of events are passed on as they come.
 */
export function compressed(request: Request, response: Response): Response {
  const { headers, body, status } = response
  if (request.method !== "GET" || body === null || headers.has("content-encoding")) return response
  if (!WORTH_IT.test(headers.get("content-type") ?? "")) return response
  const told = new Headers(headers)
  told.append("vary", "accept-encoding")
  if (!takes(request, "gzip")) return new Response(body, { status, headers: told })
  told.set("content-encoding", "gzip")
  told.delete("content-length")
  return new Response(body.pipeThrough(new CompressionStream("gzip")), { status, headers: told })
}

/** Whether its reader takes answers in this encoding. */
export function takes({ headers }: Request, encoding: "br" | "gzip"): boolean {
  const named = (headers.get("accept-encoding") ?? "").split(",").map((one) => one.trim().split(/\s*;\s*q=/))
  return named.some(([name, weight = "1"]) => name === encoding && Number(weight) > 0)
}
