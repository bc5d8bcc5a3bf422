import type { AuditEvent } from "../../lib/contract/imports.ts"

/** An import at rest goes on when somebody says so. */
const AT_REST = ["paused", "completed", "failed"]

/** How long an import was not worked on since it was for a person to say whether it goes on, in milliseconds. */
export function waitedIn(events: readonly AuditEvent[]): number {
  let waited = 0
  let since: number | null = null
  let ready: number | null = null
  for (const { at, event, to } of events) {
    if (!event.startsWith("job.")) continue
    const now = Date.parse(at)
    if (event === "job.started" && ready !== null) waited += now - ready
    if (to === null) continue
    if (since !== null) waited += now - since
    since = AT_REST.includes(to) ? now : null
    ready = to === "ready" ? now : null
  }
  return waited
}
