import { existsSync, readFileSync } from "node:fs"

/** A process's memory in MB: now, and at its highest so far. Not a number where the system does not tell. */
export function memoryOf(pid: number | "self"): { now: number; peak: number } {
  const path = `/proc/${pid}/status`
  if (!existsSync(path)) return { now: Number.NaN, peak: Number.NaN }
  const text = readFileSync(path, "utf8")
  const field = (name: string) => Number(new RegExp(`${name}:\\s+(\\d+) kB`).exec(text)?.[1]) / 1024
  return { now: field("VmRSS"), peak: field("VmHWM") }
}
