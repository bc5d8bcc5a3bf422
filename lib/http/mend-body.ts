import { MendRequest } from "../contract/mending.ts"
import { readJson, rowsLimit } from "./body.ts"
import { parsed } from "./route.ts"

/** Reads what mending is sent as JSON. Throws Problem 400 `invalid_request`, 413 `body_too_large`. */
export async function readMendRequest(
  request: Request,
  config: { on_vercel: boolean },
): Promise<MendRequest> {
  return parsed(MendRequest, await readJson(request, rowsLimit(config)), "body")
}
