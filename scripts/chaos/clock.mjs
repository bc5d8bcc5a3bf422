// Loaded into a server and its workers before they start: their clock is off by what a file says, in milliseconds.
import { readFileSync } from "node:fs"

const EVERY_MS = 50
const now = Date.now
let off = 0

function look() {
  try {
    off = Number(readFileSync(process.env.SLUICE_CHAOS_CLOCK, "utf8")) || 0
  } catch {
    // It is being written.
  }
}
look()
setInterval(look, EVERY_MS).unref()
Date.now = () => now() + off
