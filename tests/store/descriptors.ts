import { existsSync, readdirSync, readlinkSync } from "node:fs"

const LISTING = "/proc/self/fd"

/** Only Linux lists a process's open files. */
export const canListDescriptors = existsSync(LISTING)

/** The files below `path`, or at it, that this process holds open; none where that cannot be known. */
export function openBelow(path: string): string[] {
  if (!canListDescriptors) return []
  const links = readdirSync(LISTING).map((descriptor) => `${LISTING}/${descriptor}`)
  const open = links.filter((link) => existsSync(link)).map((link) => readlinkSync(link))
  return open.filter((file) => file.startsWith(path))
}
