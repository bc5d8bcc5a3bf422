import { copyFileSync, linkSync, mkdirSync, statSync, writeFileSync } from "node:fs"
import { createRequire } from "node:module"
import { dirname, join } from "node:path"

/** A file of a function as the platform's builder hands it over. */
interface BuiltFile {
  mode: number
  data?: Buffer | string
  fsPath?: string
}

interface BuiltFunction {
  handler: string
  runtime: string
  files: Record<string, BuiltFile>
}

interface BuildOptions {
  files: Record<string, BuiltFile>
  entrypoint: string
  workPath: string
  repoRootPath: string
  config: { zeroConfig: boolean }
  meta: { skipDownload: boolean; runNpmInstallSet: Set<string> }
}

/** Forgets what it is told of our own files, which the builder must see for each function. */
class PackagesOnly extends Map<string, unknown> {
  override set(path: string, analysis: unknown): this {
    return path.includes("/node_modules/") ? super.set(path, analysis) : this
  }
}

const require = createRequire(import.meta.url)
shareTraces()
const { build } = require("@vercel/node") as {
  build(options: BuildOptions): Promise<{ output: BuiltFunction }>
}
const { glob } = createRequire(require.resolve("@vercel/node"))("@vercel/build-utils") as {
  glob(pattern: string, folder: string): Promise<Record<string, BuiltFile>>
}

interface Tracer {
  nodeFileTrace(files: string[], options: object): Promise<unknown>
}

/** What a package refers to is the same for every function, and found once; without this each looks through all of them. */
function shareTraces(): void {
  const path = createRequire(require.resolve("@vercel/node")).resolve("@vercel/nft")
  const tracer = require(path) as Tracer
  const cache = { analysisCache: new PackagesOnly() }
  const shared = Object.create(tracer, {
    nodeFileTrace: {
      value: (files: string[], options: object) => tracer.nodeFileTrace(files, { ...options, cache }),
    },
  })
  const loaded = require.cache[path]
  if (loaded) loaded.exports = shared
}

/** A function built as the platform builds it, alone in a folder of its own. */
export interface Bundle {
  entrypoint: string
  folder: string
  /** The module to load, relative to the folder. */
  handler: string
  /** Paths relative to the folder, sorted. */
  files: string[]
  bytes: number
}

/** The files of the repository that a deployment starts from, as far as functions are concerned. */
export async function sourcesOf(root: string): Promise<Record<string, BuiltFile>> {
  const folders = await glob("{api,lib,sql,build}/**", root)
  return { ...folders, ...(await glob("{package.json,package-lock.json,tsconfig.json}", root)) }
}

/** Builds one function file and lays what was traced out in `folder`, which must not lie in the repository. */
export async function bundleFunction(
  root: string,
  sources: Record<string, BuiltFile>,
  entrypoint: string,
  folder: string,
): Promise<Bundle> {
  const { output } = await build({
    files: sources,
    entrypoint,
    workPath: root,
    repoRootPath: root,
    config: { zeroConfig: true },
    // The packages are installed already; without this it runs `npm install` here.
    meta: { skipDownload: true, runNpmInstallSet: new Set([join(root, "package.json")]) },
  })
  let bytes = 0
  for (const [path, file] of Object.entries(output.files)) bytes += layOut(join(folder, path), file)
  return { entrypoint, folder, handler: output.handler, files: Object.keys(output.files).sort(), bytes }
}

/** Writes or links one file; a hard link spares copying 70 MB of database engine for every function. */
function layOut(path: string, file: BuiltFile): number {
  mkdirSync(dirname(path), { recursive: true })
  if (file.fsPath === undefined) {
    const data = file.data ?? ""
    writeFileSync(path, data)
    return Buffer.byteLength(data)
  }
  try {
    linkSync(file.fsPath, path)
  } catch {
    copyFileSync(file.fsPath, path)
  }
  return statSync(path).size
}
