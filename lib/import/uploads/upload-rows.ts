import { nowOf } from "../../clock.ts"
import type { Caller } from "../../contract/index.ts"
import { isId } from "../../contract/index.ts"
import { statement } from "../../db/statement.ts"
import type { Effects } from "../../effects.ts"
import { outlastConflicts } from "../../engine/jobs/patience.ts"
import { type Problem, problem } from "../../errors.ts"
import type { HashedSoFar } from "../../store/content-hash.ts"

/** A row of import_uploads. */
export interface Upload {
  upload_id: string
  filename: string
  original_name: string
  bytes: number
  part_bytes: number
  token: string
  uploader: string
  /** It stays when it is imported. */
  kept: boolean
  completed_at: string | null
  content_hash: string | null
  /** Of a checksum that takes more than one call. */
  hashed: HashedSoFar | null
}

export type Uploader = Pick<Caller, "name">
/** How a call names the upload it is about, and who calls. */
export interface OfUpload {
  upload_id: string
  actor: Uploader
}

/** Of others, an upload is not there. Throws Problem 404 `upload_not_found`. */
export async function findUpload({ upload_id, actor }: OfUpload, effects: Effects): Promise<Upload> {
  if (!isId(upload_id)) throw notFound()
  const [upload] = await effects.db.use((connection) =>
    connection.rows<Upload>(statement("uploads/get"), { upload_id }),
  )
  if (upload?.uploader !== actor.name) throw notFound()
  return upload
}

/** Writes what an upload has come to; `$now` is bound where a statement takes it. Answers how many rows that changed. */
export async function writeUpload(
  name: string,
  values: Record<string, string | number | boolean | null>,
  effects: Effects,
): Promise<number> {
  const now = nowOf(effects)
  const sql = statement(name)
  const write = () =>
    effects.db.use((connection) => connection.run(sql, sql.includes("$now") ? { ...values, now } : values))
  return outlastConflicts(write, effects)
}

function notFound(): Problem {
  const detail =
    "There is no such upload: it was given up, or begun more than a day ago. Begin it again with POST /api/uploads."
  return problem(404, "upload_not_found", detail)
}

/** What is told of an upload whose file is stored. */
export function isComplete(): Problem {
  return problem(409, "upload_completed", "The upload is complete: its file is stored, and can be imported.")
}
