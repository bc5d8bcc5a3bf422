import { join } from "node:path"
import { vi } from "vitest"
import { listFunctions } from "../../lib/http/functions.ts"
import type { Handler } from "../../lib/http/route.ts"
import { createApi } from "../../lib/http/router.ts"
import { ROOT } from "../../scripts/root.mjs"
import { type Bundle, bundleFunction, sourcesOf } from "./bundle.ts"

/** Builds every function as the platform does, each into a folder of its own below `folder`. */
export async function buildFunctions(folder: string): Promise<Map<string, Bundle>> {
  const quiet = vi.spyOn(console, "log").mockImplementation(() => {})
  try {
    const sources = await sourcesOf(ROOT)
    const built = new Map<string, Bundle>()
    // One after the other, since each spares the next what they share.
    for (const entrypoint of listFunctions(ROOT))
      built.set(
        entrypoint,
        await bundleFunction(ROOT, sources, entrypoint, join(folder, `function-${built.size}`)),
      )
    return built
  } finally {
    quiet.mockRestore()
  }
}

/** Built functions behind the routes and rewrites of vercel.json; `call` sends a request to one of them. */
export function apiOf(
  bundles: ReadonlyMap<string, Bundle>,
  call: (bundle: Bundle, request: Request) => Promise<Response>,
): Handler {
  return createApi(ROOT, {
    async load(file) {
      const send = (request: Request) => call(bundles.get(file) as Bundle, request)
      return { GET: send, HEAD: send, POST: send, PUT: send, PATCH: send, DELETE: send, OPTIONS: send }
    },
  })
}
