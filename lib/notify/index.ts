import type { Transporter } from "nodemailer"
import type { Config } from "../config.ts"
import { within } from "../deadline.ts"

/** A mail to one person. `id` is the same whenever the same mail is sent. */
export interface Mail {
  to: string
  id: string
  subject: string
  text: string
  html: string
}

export interface Mailer {
  /** Hands the mail over to the server, within `timeout_ms` where less than usual. Throws what the server, or the way to it, had against it. */
  send(mail: Mail, timeout_ms?: number): Promise<void>
}

/** Milliseconds. */
const LIMITS = { connect: 5_000, whole: 10_000 }
const SENDER = "sluice@localhost"

/** Sends through the SMTP server that is configured; null without one. */
export function createMailer(
  config: Pick<Config, "smtp_url" | "mail_from">,
  limits: typeof LIMITS = LIMITS,
): Mailer | null {
  const { smtp_url: url, mail_from } = config
  if (url === null) return null
  return {
    send({ to, id, ...content }, timeout_ms = limits.whole) {
      const message = {
        ...content,
        from: mail_from ?? SENDER,
        // An address alone: a list of them, or a name before it, is not looked for in it.
        to: { name: "", address: to },
        messageId: `<${id}@sluice>`,
        headers: { "Auto-Submitted": "auto-generated" },
      }
      const within = { ...limits, whole: Math.min(limits.whole, timeout_ms) }
      return withServer(url, within, (transport) => transport.sendMail(message))
    },
  }
}

/** Goes to a mail server and signs in, and sends nothing. Throws what it, or the way to it, had against that. */
export function verifyMailServer(url: string, limits: typeof LIMITS = LIMITS): Promise<void> {
  return withServer(url, limits, (transport) => transport.verify())
}

async function withServer(
  url: string,
  limits: typeof LIMITS,
  work: (transport: Transporter) => Promise<unknown>,
): Promise<void> {
  // Loaded when there is a mail: most calls send none.
  const { createTransport } = await import("nodemailer")
  const transport = createTransport({
    url,
    connectionTimeout: limits.connect,
    greetingTimeout: limits.connect,
    dnsTimeout: limits.connect,
    socketTimeout: limits.whole,
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  const late = () => {
    throw new Error(`The mail server took longer than ${Math.round(limits.whole / 100) / 10} s.`)
  }
  await within(limits.whole, work(transport), late).finally(() => transport.close())
}
