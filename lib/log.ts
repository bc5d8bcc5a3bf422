import { type Clock, isoTime, systemClock } from "./clock.ts"
import type { LogLevel } from "./environment.ts"
import type { Emit, EventType } from "./events.ts"
import { withoutSecrets } from "./secrets.ts"

const RANK: Record<LogLevel, number> = { debug: 10, info: 20, warn: 30, error: 40, silent: 100 }

const LEVEL_OF: Record<EventType, Exclude<LogLevel, "silent">> = {
  "import.refused": "warn",
  "job.created": "info",
  "job.prepared": "info",
  "job.moved": "info",
  "job.finalized": "info",
  "job.rolled_back": "info",
  "chunk.staged": "debug",
  "ingestion.started": "info",
  "document.started": "info",
  "document.finished": "info",
  "document.failed": "warn",
  "ingestion.finished": "info",
  "batch.claimed": "debug",
  "stride.released": "warn",
  "batch.completed": "info",
  "batch.failed": "warn",
  "batch.split": "warn",
  "claim.lost": "warn",
  "row.rejected": "debug",
  "source.downloaded": "info",
  "upload.received": "info",
  "memory.pressed": "warn",
  "request.refused": "info",
  "request.failed": "error",
  "audit.failed": "warn",
  "database.unreachable": "error",
  "mail.sent": "info",
  "mail.failed": "warn",
  "webhook.sent": "info",
  "webhook.failed": "warn",
  "ping.sent": "debug",
  "ping.failed": "warn",
  "feed.ran": "info",
  "watch.failed": "warn",
  "drive.failed": "error",
  "drive.waiting": "warn",
  "promise.rejected": "error",
  "settings.unworkable": "error",
  "server.started": "debug",
  "server.stopped": "info",
}

export interface LogOptions {
  level: LogLevel
  /** Where a line goes; by default stdout. */
  write?: (line: string) => void
  clock?: Clock
}

/** A listener that prints each event as one JSON line: `at`, `level`, `event`, then the event's own fields. */
export function createLog({ level, write, clock = systemClock }: LogOptions): Emit {
  const print = write ?? ((line: string) => void process.stdout.write(line))
  return ({ type, ...fields }) => {
    if (RANK[LEVEL_OF[type]] < RANK[level]) return
    const entry = { at: isoTime(clock.now()), level: LEVEL_OF[type], event: type, ...fields }
    print(`${JSON.stringify(entry, masked)}\n`)
  }
}

function masked(_key: string, value: unknown): unknown {
  if (typeof value === "bigint") return Number(value)
  return typeof value === "string" ? withoutSecrets(value) : value
}
