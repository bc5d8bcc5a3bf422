import { existsSync, mkdirSync, readdirSync } from "node:fs"
import { fileURLToPath } from "node:url"
import { DuckDBInstance } from "@duckdb/node-api"

const FOLDER = new URL("../../build/extensions/", import.meta.url)

/** Where the build has put the engine's extension for `md:` databases; undefined where it has not. */
export function extensionFolder(): string | undefined {
  const files = existsSync(FOLDER) ? readdirSync(FOLDER, { recursive: true, encoding: "utf8" }) : []
  return files.some((file) => file.endsWith(".duckdb_extension")) ? fileURLToPath(FOLDER) : undefined
}

/**
 * Puts that extension where functions find it, so that a cold start does not fetch it: from DuckDB's own repository
 * unless its settings name another. Throws where there is none of this version that is signed, and without a network.
 */
export async function fetchExtension(settings: Record<string, string> = {}): Promise<void> {
  const folder = fileURLToPath(FOLDER)
  mkdirSync(folder, { recursive: true })
  const instance = await DuckDBInstance.create(":memory:", { extension_directory: folder, ...settings })
  const connection = await instance.connect()
  try {
    await connection.run("install motherduck")
  } finally {
    connection.closeSync()
    instance.closeSync()
  }
}
