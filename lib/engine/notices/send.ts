import { retryAfterOf } from "../../clock.ts"
import type { Effects } from "../../effects.ts"
import { messageOf } from "../../errors.ts"
import { withoutSecrets } from "../../secrets.ts"
import { requestOnce } from "../../store/download-request.ts"
import type { Message, OutboxRow } from "./message.ts"

const LONGEST_ANSWER = 300
const LONGEST_WAIT_SECONDS = 86_400

/** What became of one attempt: what was answered, and whether there is any use in another one. */
export interface Sent {
  delivered: boolean
  answer: string
  /** Trying again changes nothing. */
  final?: boolean
  /** As the receiver asks for. */
  retry_after_seconds?: number
}

type To = Pick<OutboxRow, "delivery_id" | "address">

/** Makes one attempt. Never throws: what was in its way is the answer. */
export async function send(to: To, message: Message, timeout_ms: number, effects: Effects): Promise<Sent> {
  try {
    if (message.kind !== "mail") {
      return await ask(to, message.kind === "webhook" ? message.body : null, timeout_ms, effects)
    }
    if (effects.mail === null) return { delivered: false, answer: "No mail server is configured (SMTP_URL)." }
    await effects.mail.send(message.mail, timeout_ms)
    return { delivered: true, answer: "The mail server took it." }
  } catch (error) {
    const timedOut = error instanceof Error && error.name === "AbortError"
    const answer = timedOut ? `No answer within ${timeout_ms / 1000} s.` : withoutSecrets(messageOf(error))
    return { delivered: false, answer: answer.slice(0, LONGEST_ANSWER), final: isFinal(error) }
  }
}

/** What the server of mails refuses for good, and addresses that nothing is sent to. */
function isFinal(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  if ("responseCode" in error) return Number(error.responseCode) >= 500
  return "code" in error && error.code === "url_refused"
}

async function ask(to: To, body: string | null, timeout_ms: number, effects: Effects): Promise<Sent> {
  const answer = await requestOnce(to.address, {
    allow: effects.config.url_allow,
    headers: body === null ? {} : await signed(to.delivery_id, body, effects),
    idle_ms: timeout_ms,
    signal: AbortSignal.timeout(timeout_ms),
    ...(body !== null && { method: "POST" as const, body }),
  })
  answer.destroy()
  const status = answer.statusCode ?? 0
  const text = `${status} ${answer.statusMessage ?? ""}`.trim().slice(0, LONGEST_ANSWER)
  if (status >= 200 && status < 300) return { delivered: true, answer: text }
  const asked = (retryAfterOf(answer.headers["retry-after"], effects.clock.now()) ?? 0) / 1_000
  const waits = asked > 0 ? { retry_after_seconds: Math.min(asked, LONGEST_WAIT_SECONDS) } : {}
  return { delivered: false, answer: text, final: status === 410, ...waits }
}

async function signed(id: string, body: string, { clock, config }: Effects): Promise<Record<string, string>> {
  // Loaded when there is a webhook: most calls send none.
  const { Webhook } = await import("standardwebhooks")
  const seconds = Math.floor(clock.now() / 1000)
  return {
    "content-type": "application/json",
    "content-length": String(Buffer.byteLength(body)),
    "webhook-id": id,
    "webhook-timestamp": String(seconds),
    "webhook-signature": new Webhook(config.webhook_secret ?? "").sign(id, new Date(seconds * 1000), body),
  }
}
