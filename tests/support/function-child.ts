import { createApi } from "../../lib/http/router.ts"
import { ROOT } from "../../scripts/root.mjs"
import { loadFunction } from "../../scripts/serve/functions.ts"

/** The functions as the server loads them, for one call in a process of its own: see tests/vercel/launch.mjs. */
const answer = createApi(ROOT, { load: loadFunction })

export const GET = answer
export const HEAD = answer
export const POST = answer
export const PUT = answer
export const PATCH = answer
export const DELETE = answer
export const OPTIONS = answer
