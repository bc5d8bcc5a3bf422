import { statSync } from "node:fs"
import { basename, resolve } from "node:path"
import { isJobId } from "../../lib/contract/index.ts"
import { problem } from "../../lib/errors.ts"

/** A URL the engine fetches itself, a file of this machine that is sent to it, or an import to go on with. */
export type Source =
  | { kind: "job"; given: string; job_id: string }
  | { kind: "url"; given: string; url: string }
  | { kind: "file"; given: string; path: string; name: string; bytes: number }

/** Finds out what an argument names. Throws Problem 404 `file_not_found`. */
export function sourceOf(given: string): Source {
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(given)) return { kind: "url", given, url: given }
  const path = resolve(given)
  const found = statSync(path, { throwIfNoEntry: false })
  if (!found && isJobId(given)) return { kind: "job", given, job_id: given }
  if (found?.isFile()) return { kind: "file", given, path, name: basename(path), bytes: found.size }
  const what = found ? "is not a file" : "does not exist"
  throw problem(404, "file_not_found", `${given} ${what}. Name a KBO Open Data ZIP, or a URL of one.`)
}
