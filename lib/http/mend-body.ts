import { MendRequest } from "../contract/mending.ts"
import { mediaType, readJson, rowsLimit } from "./body.ts"
import { discard, readForm } from "./multipart.ts"
import { limitsOf, noFile, type UploadEffects } from "./prepare-body.ts"
import { parsed } from "./route.ts"

/** Documents that may be sent again at once. */
const MOST_FILES = 100

/** What mending is sent: what is said of rows, or files. */
export type MendBody<F> = { request: MendRequest } | { files: F[] }

/**
 * Reads it, JSON or a form with files.
 * @throws Problem 400 `invalid_request`, 413 `body_too_large`, and what a form throws
 */
export async function readMendBody<F extends { filename: string }>(
  request: Request,
  effects: UploadEffects<F>,
): Promise<MendBody<F>> {
  if (mediaType(request) !== "multipart/form-data")
    return { request: parsed(MendRequest, await readJson(request, rowsLimit(effects.config)), "body") }
  const form = await readForm(request, effects.store, {
    ...limitsOf(effects),
    max_files: MOST_FILES,
    fields: [],
    paths: true,
  })
  if (form.files.length > 0) return { files: form.files }
  await discard(form.files, effects.store)
  throw noFile()
}
