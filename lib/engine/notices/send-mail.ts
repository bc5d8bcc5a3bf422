import { isoTime, nowOf } from "../../clock.ts"
import type { Config } from "../../config.ts"
import type { ImportOptions, Warning } from "../../contract/index.ts"
import { findDataset } from "../../datasets/index.ts"
import { type Connection, transaction } from "../../db/connection.ts"
import { statement } from "../../db/statement.ts"
import type { Effects } from "../../effects.ts"
import { messageOf } from "../../errors.ts"
import { composeMail, type MailAbout } from "../../notify/compose.ts"
import { maskedAddress, withoutSecrets } from "../../secrets.ts"
import { findJob, type Job, recordAudit } from "../jobs/jobs.ts"
import { retryOnConflict } from "../jobs/patience.ts"
import { summaryOf } from "../progress/summary.ts"

/** A process that has had a mail in hand for this long is gone. */
const GIVEN_UP_AFTER_MS = 300_000
/** Whoever made a mail due sends it at once, so others wait this long. */
const DUE_AFTER_MS = 5_000
const LONGEST_ERROR = 300

/** Notes that a mail has to be sent, in the caller's transaction; when the job wants one and there is a server. */
export async function markMail(
  connection: Connection,
  mail: { job: Job; about: MailAbout; now: string },
  effects: Effects,
): Promise<void> {
  const { job, about, now } = mail
  if (!wantsMail(job, effects)) return
  await connection.run(statement("mail/due"), { job_id: job.job_id, about, now })
}

/** What to tell somebody who wants a mail that cannot be sent. */
export function mailWarnings(options: Pick<ImportOptions, "notify_email">, effects: Effects): Warning[] {
  if (options.notify_email === undefined || effects.mail !== null) return []
  const message = "No mail will be sent when the import is over: no mail server is configured (SMTP_URL)."
  return [{ code: "mail_not_configured", message, count: 1 }]
}

function wantsMail(job: Job, effects: Effects): boolean {
  return job.options.notify_email !== undefined && effects.mail !== null
}

/**
 * Sends the mail of a job, when one is due and nobody else is at it. Takes as long as the mail server may, and never
 * throws: the import is what it is, whether its mail arrives or not. `origin` is where the page was asked for.
 */
export async function sendMail(
  connection: Connection,
  call: { job: Job; origin?: string | undefined },
  effects: Effects,
): Promise<void> {
  const { job_id } = call.job
  if (!wantsMail(call.job, effects)) return
  try {
    const attempts = await retryOnConflict(() => take(connection, job_id, effects))
    if (attempts === null) return
    const failure = await deliver(connection, job_id, call.origin, effects)
    await settle(connection, { job_id, attempts, failure }, effects)
  } catch (error) {
    effects.emit({ type: "mail.failed", job_id, message: messageOf(error).slice(0, LONGEST_ERROR) })
  }
}

/** Sends the mails that nobody has sent, as long as there is time. */
export async function sendWaitingMails(deadline: number, effects: Effects): Promise<void> {
  if (effects.mail === null) return
  const now = effects.clock.now()
  const times = { due_since: isoTime(now - DUE_AFTER_MS), given_up_since: isoTime(now - GIVEN_UP_AFTER_MS) }
  await effects.db.use(async (connection) => {
    const waiting = await connection.rows<{ job_id: string }>(statement("mail/waiting"), times)
    for (const { job_id } of waiting) {
      if (effects.clock.now() >= deadline) return
      await sendMail(connection, { job: await findJob(connection, job_id) }, effects)
    }
  })
}

/** How many times it was tried, this one included; null when it is not for us to send. */
async function take(connection: Connection, job_id: string, effects: Effects): Promise<number | null> {
  const now = nowOf(effects)
  const given_up_since = isoTime(effects.clock.now() - GIVEN_UP_AFTER_MS)
  const given_up = await connection.run(statement("mail/give_up"), { job_id, now, given_up_since })
  if (given_up > 0) await record(connection, await findJob(connection, job_id), GAVE_UP, effects)
  const taken = await connection.run(statement("mail/take"), { job_id, now, given_up_since })
  return taken === 1 ? (await findJob(connection, job_id)).mail_attempts : null
}

const GAVE_UP = "Twice a process ended while it was sending."

/** Null when the server took the mail, else why not, in words that may be shown. */
async function deliver(
  connection: Connection,
  job_id: string,
  origin: string | undefined,
  effects: Effects,
): Promise<string | null> {
  try {
    const job = await findJob(connection, job_id)
    const { notify_email: to = "" } = job.options
    const report = await summaryOf(connection, findDataset(job.dataset), job, effects)
    const link = linkTo(job_id, origin, effects.config)
    await effects.mail?.send(composeMail(report, { to, link, about: job.mail_about ?? "completed" }))
    return null
  } catch (error) {
    return withoutSecrets(messageOf(error)).slice(0, LONGEST_ERROR)
  }
}

/** The configured address counts first: a request may have come by a name that only a proxy knows. */
function linkTo(job_id: string, origin: string | undefined, config: Config): string {
  return `${config.public_url ?? origin ?? config.own_url}/imports/${job_id}`
}

async function settle(
  connection: Connection,
  done: { job_id: string; attempts: number; failure: string | null },
  effects: Effects,
): Promise<void> {
  const { job_id, attempts, failure } = done
  const status = failure === null ? "sent" : "failed"
  await retryOnConflict(() =>
    transaction(connection, async () => {
      const values = { job_id, attempts, status, now: nowOf(effects) }
      const mine = await connection.run(statement("mail/settle"), values)
      if (mine === 1) await record(connection, await findJob(connection, job_id), failure, effects)
    }),
  )
}

async function record(
  connection: Connection,
  job: Job,
  failure: string | null,
  effects: Effects,
): Promise<void> {
  const { job_id } = job
  const to = maskedAddress(job.options.notify_email ?? "")
  const event = failure === null ? "mail.sent" : "mail.failed"
  const detail = failure === null ? to : `${to}: ${failure}`
  await recordAudit(connection, { job_id, now: nowOf(effects), actor: "engine", event, detail })
  if (failure === null) effects.emit({ type: "mail.sent", job_id, to })
  else effects.emit({ type: "mail.failed", job_id, message: failure })
}
