import { open, rm } from "node:fs/promises"

/** How much room there has to be before a disk is said to take something again. */
const ROOM_BYTES = 1_048_576
/** Whether there is, is looked at once a second at most. */
const LOOK_EVERY_MS = 1_000

/** Looks, once a second at most, whether there is room where `path` is: by writing there, whatever limits there are. */
export function roomAt(path: string): () => Promise<boolean> {
  let looked_at = Number.NEGATIVE_INFINITY
  return async () => {
    const now = performance.now()
    if (now - looked_at < LOOK_EVERY_MS) return false
    looked_at = now
    return hasRoom(path)
  }
}

async function hasRoom(path: string): Promise<boolean> {
  try {
    const file = await open(path, "w", 0o600)
    try {
      await file.writeFile(Buffer.alloc(ROOM_BYTES))
      await file.sync()
      return true
    } finally {
      await file.close()
    }
  } catch {
    return false
  } finally {
    await rm(path, { force: true }).catch(() => undefined)
  }
}
