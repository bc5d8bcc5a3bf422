import { mkdtemp, readdir, rm, stat } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { UNPACKED_PREFIX } from "../../formats/content.ts"

/** By what is in it. */
const PREFIXES = { chunks: "sluice-chunks-", rows: "sluice-rows-" }
const ALL_PREFIXES = [...Object.values(PREFIXES), UNPACKED_PREFIX]
/** Files come and go within seconds, and what was taken out of gzip is read within a call: what is so old is of a process that was killed. */
const ABANDONED_MS = 3_600_000

/**
 * Gives `work` a temporary folder that only this user can look into, under a name nobody can guess; it is gone when the
 * work ends, however it ends. What killed processes have left is removed before.
 */
export async function inOwnFolder<T>(
  of: keyof typeof PREFIXES,
  work: (folder: string) => Promise<T>,
): Promise<T> {
  await removeAbandoned()
  const folder = await mkdtemp(join(tmpdir(), PREFIXES[of]))
  try {
    return await work(folder)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function removeAbandoned(): Promise<void> {
  const names = (await readdir(tmpdir())).filter((name) =>
    ALL_PREFIXES.some((prefix) => name.startsWith(prefix)),
  )
  for (const name of names) {
    const path = join(tmpdir(), name)
    const changed = await stat(path).catch(() => null)
    if (changed && Date.now() - changed.mtimeMs > ABANDONED_MS) await remove(path)
  }
}

/** Somebody else's on a shared machine stays. */
const remove = (path: string) => rm(path, { recursive: true, force: true }).catch(() => undefined)
