import { isoTime, nowOf } from "../../clock.ts"
import { type Connection, transaction } from "../../db/connection.ts"
import { statement } from "../../db/statement.ts"
import { isShortOf } from "../../deadline.ts"
import type { Effects } from "../../effects.ts"
import { messageOf as textOf } from "../../errors.ts"
import { hostOf, maskedAddress } from "../../secrets.ts"
import { recordAudit } from "../jobs/jobs.ts"
import { retryOnConflict } from "../jobs/patience.ts"
import { messageOf, type OutboxRow } from "./message.ts"
import { addNotice, isSwitchedOff } from "./outbox.ts"
import { type Sent, send } from "./send.ts"

/** A process that has had a delivery in hand for this long is gone. */
const GIVEN_UP_AFTER_MS = 300_000
/** How long a receiver may take to answer: less where somebody waits for the call. */
const PATIENCE_MS = { now: 5_000, later: 15_000 }
/** A delivery that is begun with less of a call's time left could not be written down. */
const LEAST_SECONDS = 3
const LONGEST_ERROR = 300
/** Before the second attempt, the third, and so on; then it is in vain. Seconds. */
const DELAYS = [5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400]
const MOST_ATTEMPTS = { mail: 6, webhook: DELAYS.length + 1, ping: 4 }
/** Of a delay, so that what failed together does not come together again. */
const JITTER = 0.1

/** What has just been told of. */
type Subject = { job_id: string; feed_id?: never } | { feed_id: string; job_id?: never }

/** Makes the deliveries an import or a feed has just made due. Never throws: it is what it is, whoever hears of it. */
export async function deliverNow(connection: Connection, of: Subject, effects: Effects): Promise<void> {
  try {
    for (const id of await waiting(connection, of, effects)) {
      if (isShortOf(effects, LEAST_SECONDS)) return
      await deliver(connection, id, PATIENCE_MS.now, effects)
    }
  } catch (error) {
    const job_id = of.job_id ?? null
    effects.emit({ type: "mail.failed", job_id, message: textOf(error).slice(0, LONGEST_ERROR) })
  }
}

/** Makes the deliveries that nobody has made, as long as there is time. */
export async function deliverWaiting(deadline: number, effects: Effects): Promise<void> {
  await effects.db.use(async (connection) => {
    for (const id of await waiting(connection, {}, effects)) {
      if (effects.clock.now() >= deadline) return
      await deliver(connection, id, PATIENCE_MS.later, effects)
    }
  })
}

async function waiting(
  connection: Connection,
  of: { job_id?: string; feed_id?: string },
  effects: Effects,
): Promise<string[]> {
  const values = { job_id: of.job_id ?? null, feed_id: of.feed_id ?? null, ...timesOf(effects) }
  const rows = await connection.rows<{ delivery_id: string }>(statement("outbox/waiting"), values)
  return rows.map(({ delivery_id }) => delivery_id)
}

function timesOf(effects: Effects) {
  const now = effects.clock.now()
  return { now: isoTime(now), given_up_since: isoTime(now - GIVEN_UP_AFTER_MS) }
}

async function deliver(
  connection: Connection,
  delivery_id: string,
  patience: number,
  effects: Effects,
): Promise<void> {
  const row = await retryOnConflict(() => take(connection, delivery_id, effects))
  if (row === null) return
  const { deadline = Number.POSITIVE_INFINITY, clock } = effects
  const timeout = Math.max(1_000, Math.min(patience, deadline - clock.now() - 1_000))
  const done = await attempt(connection, row, timeout, effects)
  await retryOnConflict(() => transaction(connection, () => settle(connection, row, done, effects)))
}

interface Done {
  sent: Sent
  body: string | null
}

async function attempt(
  connection: Connection,
  row: OutboxRow,
  timeout: number,
  effects: Effects,
): Promise<Done> {
  try {
    const message = await messageOf(connection, row, effects)
    const body = message.kind === "webhook" ? message.body : null
    return { sent: await send(row, message, timeout, effects), body }
  } catch (error) {
    // Of an import that is gone there is nothing to tell.
    return { sent: { delivered: false, answer: textOf(error).slice(0, LONGEST_ERROR) }, body: row.body }
  }
}

/** What stands with a delivery that is sent anew, until it is answered. */
const LOST = "A process ended while it was sending."
const GAVE_UP = "Twice a process ended while it was sending."

/** The delivery, where it is for us to make. */
async function take(
  connection: Connection,
  delivery_id: string,
  effects: Effects,
): Promise<OutboxRow | null> {
  const values = { delivery_id, lost: LOST, ...timesOf(effects) }
  const find = async () =>
    (await connection.rows<OutboxRow>(statement("outbox/get"), { delivery_id }))[0] ?? null
  if ((await connection.run(statement("outbox/give_up"), { ...values, answer: GAVE_UP })) > 0) {
    const row = await find()
    if (row) await record(connection, row, { delivered: false, answer: GAVE_UP }, effects)
    return null
  }
  return (await connection.run(statement("outbox/take"), values)) === 1 ? find() : null
}

async function settle(
  connection: Connection,
  row: OutboxRow,
  { sent, body }: Done,
  effects: Effects,
): Promise<void> {
  const { delivery_id, attempts, channel } = row
  const inVain = !sent.delivered && (sent.final === true || attempts >= MOST_ATTEMPTS[channel])
  const status = sent.delivered ? "delivered" : inVain ? "failed" : "due"
  const over = status !== "due"
  const due_at = over ? null : isoTime(effects.clock.now() + delayOf(attempts, sent) * 1_000)
  const settled_at = over ? nowOf(effects) : null
  const tells = inVain && channel === "webhook" && !(await isSwitchedOff(connection, row.address))
  const values = { delivery_id, attempts, status, answer: sent.answer, body, due_at, settled_at }
  if ((await connection.run(statement("outbox/settle"), values)) !== 1) return
  if (over || attempts === 1) await record(connection, row, sent, effects)
  if (tells) await tellOfWebhook(connection, row, sent, effects)
}

function delayOf(attempts: number, { retry_after_seconds: asked = 0 }: Sent): number {
  const delay = DELAYS[Math.min(attempts, DELAYS.length) - 1] ?? 0
  return Math.max(asked, delay * (1 + JITTER * Math.random()))
}

/** By mail alone, since it is the webhook that does not work. */
async function tellOfWebhook(
  connection: Connection,
  row: OutboxRow,
  { answer }: Sent,
  effects: Effects,
): Promise<void> {
  const sentences = [
    `It failed in vain, the last time with: ${answer}`,
    "Mend it, then send it a test, which switches it on again.",
  ]
  const data = { subject: `The webhook of ${hostOf(row.address)} is switched off`, sentences }
  const notice = {
    event: "webhook.off" as const,
    about: "webhook_off",
    now: nowOf(effects),
    data,
    again: true,
  }
  const quiet = { ...effects, config: { ...effects.config, webhook_url: null } }
  await addNotice(connection, { mail: await mailOf(connection, row) }, notice, quiet)
}

/** Whom the import or the feed names that the webhook was to tell of. */
async function mailOf(connection: Connection, { job_id, feed_id }: OutboxRow): Promise<string | undefined> {
  const [named] = await connection.rows<{ mail: string | null }>(statement("outbox/named"), {
    job_id,
    feed_id,
  })
  return named?.mail ?? undefined
}

async function record(connection: Connection, row: OutboxRow, sent: Sent, effects: Effects): Promise<void> {
  const { job_id, channel, address } = row
  const to = channel === "mail" ? maskedAddress(address) : hostOf(address)
  const detail = sent.delivered ? to : `${to}: ${sent.answer}`
  const event = `${channel}.${sent.delivered ? "sent" : "failed"}` as const
  if (job_id !== null)
    await recordAudit(connection, { job_id, now: nowOf(effects), actor: "engine", event, detail })
  if (sent.delivered) effects.emit({ type: `${channel}.sent`, job_id, to })
  else effects.emit({ type: `${channel}.failed`, job_id, message: sent.answer })
}
