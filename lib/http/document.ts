import type { Route } from "./route.ts"

/** A document that is the same for everyone and built once, served as JSON. */
export function documentRoute(path: string, build: () => unknown): Route {
  let text: string | undefined
  const handler = async () => {
    text ??= JSON.stringify(build())
    return new Response(text, {
      headers: { "content-type": "application/json", "cache-control": "no-store" },
    })
  }
  return Object.assign(handler, { path })
}
