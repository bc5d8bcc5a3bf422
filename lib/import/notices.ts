import { nowOf, timeOrderedId } from "../clock.ts"
import type {
  Caller,
  DeliveriesAnswer,
  DeliveriesQuery,
  Delivery,
  WebhookTestAnswer,
} from "../contract/index.ts"
import { isId } from "../contract/index.ts"
import { statement } from "../db/statement.ts"
import type { Effects } from "../effects.ts"
import { jobOfCall } from "../engine/jobs/jobs.ts"
import { reachesAll } from "../engine/jobs/reach.ts"
import { webhookBody } from "../engine/notices/message.ts"
import { send } from "../engine/notices/send.ts"
import { problem } from "../errors.ts"
import { hostOf, maskedAddress } from "../secrets.ts"
import { checkUrl } from "../store/address.ts"

const PATIENCE_MS = 15_000

/**
 * Sends a webhook a test, once, and answers what came back; one that was switched off is on again where it was delivered. Throws Problem 422
 * `webhook_not_configured`, `url_refused`.
 */
export async function testWebhook(
  { webhook_url }: { webhook_url?: string | undefined },
  effects: Effects,
): Promise<WebhookTestAnswer> {
  const address = webhook_url ?? effects.config.webhook_url
  if (address === null || effects.config.webhook_secret === null) {
    const detail =
      address === null
        ? "There is no webhook to test: none was named, and SLUICE_WEBHOOK_URL is not set."
        : "There is nothing to sign the webhook with: set SLUICE_WEBHOOK_SECRET to whsec_ and 24 to 64 random bytes in base64, as told by: echo whsec_$(openssl rand -base64 32)"
    throw problem(422, "webhook_not_configured", detail)
  }
  checkUrl(address, effects.config.url_allow)
  const at = nowOf(effects)
  const row = {
    delivery_id: timeOrderedId(effects.clock.now()),
    address,
    event: "webhook.test",
    created_at: at,
  }
  const body = webhookBody(row, { message: "This is a test. Nothing has happened." })
  const { delivered, answer } = await send(row, { kind: "webhook", body }, PATIENCE_MS, effects)
  if (delivered) await keepTest({ ...row, answer }, effects)
  return { delivered, answer }
}

/** What fails a test stays as it is, on or off. */
async function keepTest(
  tested: { delivery_id: string; address: string; event: string; created_at: string; answer: string },
  effects: Effects,
): Promise<void> {
  const { delivery_id, address, event, created_at: now, answer } = tested
  const kept = { delivery_id, channel: "webhook", address, event, about: event, status: "delivered", answer }
  const values = { deliveries: JSON.stringify([kept]), now, due_at: now, again: true }
  await effects.db.use((connection) => connection.run(statement("outbox/add"), values))
}

type Row = Omit<Delivery, "to"> & { address: string }

/**
 * What was told, the newest first, and what is yet to be; of one import or feed, where it is named. Throws Problem 404
 * `job_not_found`, 403 `project_forbidden` where a key that is not for everything names no import.
 */
export async function listDeliveries(
  { job_id, feed_id, limit, actor }: DeliveriesQuery & { actor: Caller },
  effects: Effects,
): Promise<DeliveriesAnswer> {
  return effects.db.use(async (connection) => {
    if (job_id !== undefined) await jobOfCall(connection, { job_id, actor })
    else if (!reachesAll(actor)) {
      const detail = `The key "${actor.name}" is not for everything: name one of its imports in job_id.`
      throw problem(403, "project_forbidden", detail)
    }
    const feed = feed_id !== undefined && isId(feed_id) ? feed_id : null
    if (feed_id !== undefined && feed === null) return { deliveries: [] }
    const values = { job_id: job_id ?? null, feed_id: feed, limit }
    const rows = await connection.rows<Row>(statement("outbox/list"), values)
    const deliveries = rows.map(({ address, ...row }) => ({ ...row, to: shown(row.channel, address) }))
    return { deliveries }
  })
}

const shown = (channel: Delivery["channel"], address: string) =>
  channel === "mail" ? maskedAddress(address) : hostOf(address)
