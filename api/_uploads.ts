import { endpoints } from "../lib/contract/endpoints.ts"
import { liveEffects } from "../lib/effects.ts"
import { uploaderFor } from "../lib/http/own-files.ts"
import { receiveUpload } from "../lib/http/prepare-body.ts"
import { reply, route } from "../lib/http/route.ts"

/** The stored files to pick from. */
export const uploads = route(endpoints.uploads, liveEffects, async ({ actor, effects }) => ({
  uploads: await effects.store.list(uploaderFor(actor)),
  next_cursor: null,
}))

/** Stores a file and answers the name to hand to prepare. */
export const upload = route(endpoints.upload, liveEffects, async ({ request, actor, effects }) => {
  const file = await receiveUpload(request, actor, effects)
  effects.emit({ type: "upload.received", filename: file.filename, bytes: file.bytes, actor: actor.name })
  return reply(201, file)
})
