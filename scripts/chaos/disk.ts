import { spawnSync } from "node:child_process"
import { mkdirSync, statfsSync } from "node:fs"

/** A folder whose disk can be filled up, and freed again, under the processes that work in it. */
export interface Disk {
  how: "tmpfs" | "limit"
  /** Leaves so many bytes of room. */
  fill(pids: readonly number[], room_bytes: number): void
  free(pids: readonly number[]): void
  close(): void
}

const ALL_MB = 512

/**
 * A disk at a folder that is made for it: one of its own where that can be mounted, or wanted; else the files of processes may not grow
 * beyond a size. Null where neither can be done.
 */
export function diskAt(folder: string, wanted?: Disk["how"]): Disk | null {
  mkdirSync(folder, { recursive: true })
  const own = wanted === "limit" ? null : ownDisk(folder)
  return own ?? (wanted !== "tmpfs" && limitsCanBeSet() ? limitedFiles() : null)
}

function ownDisk(folder: string): Disk | null {
  if (process.platform !== "linux") return null
  if (!does("mount", "-t", "tmpfs", "-o", `size=${ALL_MB}m`, "sluice-chaos", folder)) return null
  const unmount = () => void does("umount", "-l", folder)
  process.prependOnceListener("exit", unmount)
  const resize = (size: string) => does("mount", "-o", `remount,size=${size}`, folder)
  return {
    how: "tmpfs",
    fill(_pids, room_bytes) {
      const { blocks, bfree, bsize } = statfsSync(folder)
      resize(String((blocks - bfree) * bsize + room_bytes))
    },
    free: () => void resize(`${ALL_MB}m`),
    close() {
      process.off("exit", unmount)
      unmount()
    },
  }
}

/** No file may grow beyond so many bytes: every other write fails, as on a disk that is full. */
function limitedFiles(): Disk {
  const limit = (pids: readonly number[], bytes: string) => {
    for (const pid of pids) does("prlimit", "--pid", String(pid), `--fsize=${bytes}:`)
  }
  return {
    how: "limit",
    fill: (pids, room_bytes) => limit(pids, String(room_bytes)),
    free: (pids) => limit(pids, "unlimited"),
    close() {},
  }
}

/** Whether the size of a process's files can be limited here. */
export const limitsCanBeSet = () => does("prlimit", "--pid", String(process.pid), "--fsize")

const does = (program: string, ...args: string[]) =>
  spawnSync(program, args, { stdio: "ignore" }).status === 0
