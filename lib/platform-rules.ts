import { type Endpoint, endpoints } from "./contract/endpoints.ts"
import { FUNCTIONS } from "./contract/functions.ts"

/** What of vercel.json follows from the declared calls. */
export interface PlatformRules {
  functions: Record<string, { maxDuration: number }>
  rewrites: { source: string; destination: string }[]
}

/** Each path leads to the function its calls are in, everything outside /api to the page. */
export function platformRules(): PlatformRules {
  const functions = Object.entries(FUNCTIONS).map(
    ([name, maxDuration]) => [`api/${name}.ts`, { maxDuration }] as const,
  )
  const paths = new Map(Object.values<Endpoint>(endpoints).map((call) => [call.path, call.in]))
  const rewrites = [...paths].map(([source, name]) => ({ source, destination: `/api/${name}` }))
  return {
    functions: Object.fromEntries(functions),
    // A rewrite of everything would come before the calls.
    rewrites: [...rewrites, { source: "/((?!api/).*)", destination: "/index.html" }],
  }
}
