import { isoTime, timeOrderedId } from "../../clock.ts"
import type { ImportOptions, NoticeEvent, Outcome, Warning } from "../../contract/index.ts"
import type { Connection } from "../../db/connection.ts"
import { statement } from "../../db/statement.ts"
import type { Effects } from "../../effects.ts"
import type { MailAbout } from "../../notify/compose.ts"
import type { Job } from "../jobs/jobs.ts"

/** Whoever made a delivery due makes it at once, so others wait this long. */
const DUE_AFTER_MS = 5_000

/** Who is to be told: whom an import or a feed names, else whom the configuration does. */
export interface Told {
  mail?: string | undefined
  webhook_url?: string | undefined
  /** After a success only. */
  ping_url?: string | undefined
}

export interface Notice {
  event: NoticeEvent
  /** What is told no second time in a row of the same import. */
  about: string
  now: string
  job_id?: string
  feed_id?: string
  /** What a webhook carries and a mail says, where no import does. */
  data?: Record<string, unknown>
  /** Also where the last that was told is the same. */
  again: boolean
}

/** Notes in the caller's transaction what is to be told of an import, and to whom; answers whether there is anybody. */
export async function markNotice(
  connection: Connection,
  of: { job: Job; about: MailAbout; outcome?: Outcome; now: string },
  effects: Effects,
): Promise<boolean> {
  const { job, about, outcome, now } = of
  const { notify_email: mail, webhook_url, ping_url } = job.options
  const event = eventOf(about, outcome)
  const succeeded = event === "import.finished" && !job.dry_run
  const told = { mail, webhook_url, ...(succeeded && { ping_url }) }
  const notice = { event, about, now, job_id: job.job_id, again: about === "completed" }
  return addNotice(connection, told, notice, effects)
}

function eventOf(about: MailAbout, outcome: Outcome | undefined): NoticeEvent {
  if (about === "completed") return outcome === "failed" ? "import.failed" : "import.finished"
  return about === "refused" ? "import.failed" : "import.waiting"
}

/**
 * Notes in the caller's transaction what is to be told, and answers whether there is anybody to be told. A webhook that is
 * switched off gets nothing, which is kept too.
 */
export async function addNotice(
  connection: Connection,
  told: Told,
  notice: Notice,
  effects: Effects,
): Promise<boolean> {
  const deliveries = []
  for (const to of addressesOf(told, effects)) {
    deliveries.push(await deliveryTo(connection, to, notice, effects))
  }
  if (deliveries.length === 0) return false
  const { now, again } = notice
  const due_at = isoTime(Date.parse(now) + DUE_AFTER_MS)
  const values = { deliveries: JSON.stringify(deliveries), now, due_at, again }
  await connection.run(statement("outbox/add"), values)
  return true
}

interface Address {
  channel: "mail" | "webhook" | "ping"
  address: string
}

function addressesOf(told: Told, { config, mail: mailer }: Effects): Address[] {
  const mail = told.mail ?? config.alert_mail
  const webhook = told.webhook_url ?? config.webhook_url
  const addresses: Address[] = []
  if (mailer !== null && mail !== null) addresses.push({ channel: "mail", address: mail })
  if (config.webhook_secret !== null && webhook !== null)
    addresses.push({ channel: "webhook", address: webhook })
  if (told.ping_url !== undefined) addresses.push({ channel: "ping", address: told.ping_url })
  return addresses
}

async function deliveryTo(connection: Connection, to: Address, notice: Notice, effects: Effects) {
  const off = to.channel === "webhook" && (await isSwitchedOff(connection, to.address))
  return {
    ...to,
    delivery_id: timeOrderedId(effects.clock.now()),
    event: notice.event,
    about: notice.about,
    job_id: notice.job_id ?? null,
    feed_id: notice.feed_id ?? null,
    data: notice.data ?? null,
    status: off ? "failed" : "due",
    answer: off ? SWITCHED_OFF : null,
  }
}

const SWITCHED_OFF = "It is switched off, since it failed in vain. Test it to switch it on again."

/** Whether a webhook gets nothing any more, until a test of it succeeds. */
export async function isSwitchedOff(connection: Connection, address: string): Promise<boolean> {
  const [row] = await connection.rows<{ off: boolean }>(statement("outbox/off"), { address })
  return row?.off ?? false
}

/** What to tell somebody who wants to be told and cannot be. */
export function noticeWarnings(
  options: Pick<ImportOptions, "notify_email" | "webhook_url">,
  effects: Effects,
): Warning[] {
  const warnings: Warning[] = []
  if (options.notify_email !== undefined && effects.mail === null) {
    const message = "No mail will be sent: no mail server is configured (SMTP_URL)."
    warnings.push({ code: "mail_not_configured", message, count: 1 })
  }
  if (options.webhook_url !== undefined && effects.config.webhook_secret === null) {
    const message = "No webhook will be sent: there is nothing to sign it with (SLUICE_WEBHOOK_SECRET)."
    warnings.push({ code: "webhook_not_configured", message, count: 1 })
  }
  return warnings
}
