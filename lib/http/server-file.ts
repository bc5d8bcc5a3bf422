import { readFileSync, renameSync, rmSync, writeFileSync } from "node:fs"
import { z } from "zod"
import { isDatabaseFile } from "../config.ts"
import { isFullDisk } from "../errors.ts"

/** Where the server that holds a database file can be reached, for commands that find the file locked. */
export const ServerFile = z.object({ url: z.string(), pid: z.int().positive() })
export type ServerFile = z.infer<typeof ServerFile>

/** Its place beside the database file; null for a database that is no file. */
export function serverFilePath(database: string): string | null {
  return isDatabaseFile(database) ? `${database}.server.json` : null
}

/** On a full disk it is left out: whoever serves reads goes before who finds it by itself. */
export function writeServerFile(database: string, content: ServerFile): void {
  const path = serverFilePath(database)
  if (path === null) return
  const fresh = `${path}.${process.pid}`
  try {
    writeFileSync(fresh, `${JSON.stringify(content)}\n`, { mode: 0o600 })
    renameSync(fresh, path)
  } catch (error) {
    rmSync(fresh, { force: true })
    if (!isFullDisk(error)) throw error
  }
}

/** What the file says, null when there is none; the process it names may be gone. */
export function readServerFile(database: string): ServerFile | null {
  const path = serverFilePath(database)
  if (path === null) return null
  try {
    return ServerFile.parse(JSON.parse(readFileSync(path, "utf8")))
  } catch {
    return null
  }
}

/** Removes the file when it is this process's own. */
export function removeServerFile(database: string): void {
  const path = serverFilePath(database)
  if (path !== null && readServerFile(database)?.pid === process.pid) rmSync(path, { force: true })
}
