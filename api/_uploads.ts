import { endpoints } from "../lib/contract/endpoints.ts"
import { UploadRequest } from "../lib/contract/uploads.ts"
import { liveEffects } from "../lib/effects.ts"
import { mediaType, readBytes, readJson } from "../lib/http/body.ts"
import { uploaderFor } from "../lib/http/own-files.ts"
import { receiveUpload } from "../lib/http/prepare-body.ts"
import { parsed, reply, route } from "../lib/http/route.ts"
import { completeUpload as complete } from "../lib/import/uploads/complete-upload.ts"
import * as verbs from "../lib/import/uploads/upload.ts"
import { receivePart } from "../lib/import/uploads/upload-part.ts"
import { onceArrived } from "./_background.ts"

/** The stored files to pick from. */
export const uploads = route(endpoints.uploads, liveEffects, async ({ actor, effects }) => ({
  uploads: await effects.store.list(uploaderFor(actor)),
  next_cursor: null,
}))

/** Stores a file and answers the name to hand to prepare; or plans one that comes in parts. */
export const upload = route(endpoints.upload, liveEffects, async ({ request, actor, effects }) => {
  if (mediaType(request) === "application/json") {
    const asked = parsed(UploadRequest, await readJson(request), "body")
    return reply(201, await verbs.beginUpload({ ...asked, actor }, effects))
  }
  const file = await receiveUpload(request, actor, effects)
  const answer = await verbs.noteUpload(file, actor, onceArrived(effects, endpoints.upload.in))
  effects.emit({ type: "upload.received", filename: file.filename, bytes: file.bytes, actor: actor.name })
  return reply(201, answer)
})

/** Which parts have arrived, and where the others go. */
export const uploadState = route(endpoints.uploadState, liveEffects, ({ params, actor, effects }) =>
  verbs.uploadState({ ...params, actor }, effects),
)

/** Takes a part into a folder of this server, and answers as a bucket does. */
export const uploadPart = route(
  endpoints.uploadPart,
  liveEffects,
  async ({ request, params, actor, effects }) => {
    const body = (bytes: number) => readBytes(request, { bytes, limit: "what the part has" })
    const { upload_id, number } = params
    const part = await receivePart({ upload_id, number: Number(number), body, actor }, effects)
    return reply(200, part, { etag: `"${part.etag}"` })
  },
)

/** Makes a file of the parts. */
export const completeUpload = route(
  endpoints.completeUpload,
  liveEffects,
  ({ params, body, actor, effects }) => complete({ ...params, ...body, actor }, effects),
)

/** Gives an upload up. */
export const abandonUpload = route(
  endpoints.abandonUpload,
  liveEffects,
  async ({ params, actor, effects }) => {
    await verbs.abandonUpload({ ...params, actor }, effects)
    return { success: true }
  },
)
