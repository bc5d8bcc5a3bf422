import { readdirSync, statSync } from "node:fs"
import { basename, extname, join, resolve } from "node:path"
import { isId } from "../../lib/contract/index.ts"
import { problem } from "../../lib/errors.ts"
import { UsageError } from "../command/run.ts"

/** A URL the engine fetches itself, files of this machine that are sent to it, or an import to go on with. */
export type Source =
  | { kind: "job"; given: string; job_id: string }
  | { kind: "url"; given: string; url: string }
  | Files

interface Files {
  kind: "files"
  given: string
  files: readonly LocalFile[]
  metadata: LocalFile | null
  bytes: number
  /** Found in a folder that was named, and not named itself. */
  found?: boolean
}

/** What a person named: a source, or a folder of files. */
export type Given = Source | { kind: "folder"; given: string; path: string }

export interface LocalFile {
  path: string
  name: string
  bytes: number
}

/** Finds out what an argument names. Throws Problem 404 `file_not_found`. */
export function sourceOf(given: string): Given {
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(given)) return { kind: "url", given, url: given }
  const path = resolve(given)
  const found = statSync(path, { throwIfNoEntry: false })
  if (!found && isId(given)) return { kind: "job", given, job_id: given }
  if (found?.isFile()) {
    const file = { path, name: basename(path), bytes: found.size }
    return { kind: "files", given, files: [file], metadata: null, bytes: found.size }
  }
  if (found?.isDirectory()) return { kind: "folder", given, path }
  const what = found ? "is not a file" : "does not exist"
  throw problem(404, "file_not_found", `${given} ${what}. Name a file to import, or a URL of one.`)
}

/** Of a folder the files in it with such an ending, in the order of their names; anything else as it is. */
export function unfolded(source: Given, accepts: readonly string[]): Source[] {
  if (source.kind !== "folder") return [source]
  const names = readdirSync(source.path).filter(
    (name) => !name.startsWith(".") && accepts.includes(extname(name).toLowerCase()),
  )
  const paths = names.sort().map((name) => join(source.given, name))
  return paths
    .map(sourceOf)
    .flatMap((source) => (source.kind === "files" ? [{ ...source, found: true }] : []))
}

/** Files that a dataset takes several of at once are one source, and the metadata goes with them. */
export function together(sources: readonly Source[], mostFiles: number, metadata?: string): Source[] {
  const files = sources.flatMap((source) => (source.kind === "files" ? source.files : []))
  const others = sources.filter((source) => source.kind !== "files")
  const about = metadata === undefined ? null : fileOf(metadata)
  if (about && files.length === 0) throw new UsageError("--metadata goes with files, and none is named.")
  if (files.length === 0 || (mostFiles === 1 && !about)) return [...sources]
  const given = files.length === 1 ? (files[0]?.name ?? "") : `${files.length} files`
  const bytes = files.reduce((sum, file) => sum + file.bytes, about?.bytes ?? 0)
  return [{ kind: "files", given, files, metadata: about, bytes }, ...others]
}

function fileOf(given: string): LocalFile {
  const source = sourceOf(given)
  if (source.kind === "files" && source.files[0]) return source.files[0]
  throw problem(404, "file_not_found", `${given} is not a file.`)
}
