import type { Handler } from "./route.ts"

/** A document that is the same for everyone and built once, served as JSON. */
export function document(build: () => unknown): Handler {
  let text: string | undefined
  return async () => {
    text ??= JSON.stringify(build())
    return new Response(text, {
      headers: { "content-type": "application/json", "cache-control": "no-store" },
    })
  }
}
