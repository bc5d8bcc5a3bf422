import { existsSync, readdirSync, readlinkSync } from "node:fs"

const LISTING = "/proc/self/fd"

/** Only Linux lists a process's open files. */
export const canListDescriptors = existsSync(LISTING)

/** The files below `path`, or at it, that this process holds open; none where that cannot be known. */
export function openBelow(path: string): string[] {
  if (!canListDescriptors) return []
  const links = readdirSync(LISTING).map((descriptor) => `${LISTING}/${descriptor}`)
  // The one that lists them is gone by now; a file that was removed and is still open is not.
  const open = links.flatMap((link) => {
    try {
      return [readlinkSync(link)]
    } catch {
      return []
    }
  })
  return open.filter((file) => file.startsWith(path))
}
