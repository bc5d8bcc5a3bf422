import { findDataset } from "../../datasets/index.ts"
import type { Connection } from "../../db/connection.ts"
import type { Effects } from "../../effects.ts"
import { composeMail, composeNote, type MailAbout } from "../../notify/compose.ts"
import type { Mail } from "../../notify/index.ts"
import { findJob } from "../jobs/jobs.ts"
import { summaryOf } from "../progress/summary.ts"

export interface OutboxRow {
  delivery_id: string
  channel: "mail" | "webhook" | "ping"
  address: string
  event: string
  about: string
  job_id: string | null
  feed_id: string | null
  data: Record<string, unknown> | null
  body: string | null
  attempts: number
  created_at: string
}

/** What is sent: a mail, a webhook's body, or nothing but a request. */
export type Message = { kind: "mail"; mail: Mail } | { kind: "webhook"; body: string } | { kind: "ping" }

/** Makes the message of a delivery; of a webhook that was tried before it is what was sent then. */
export async function messageOf(connection: Connection, row: OutboxRow, effects: Effects): Promise<Message> {
  if (row.channel === "ping") return { kind: "ping" }
  if (row.channel === "webhook" && row.body !== null) return { kind: "webhook", body: row.body }
  return row.job_id === null ? noteOf(row, effects) : ofImport(connection, row, row.job_id, effects)
}

async function ofImport(
  connection: Connection,
  row: OutboxRow,
  job_id: string,
  effects: Effects,
): Promise<Message> {
  const job = await findJob(connection, job_id)
  const link = linkTo(`/imports/${job_id}`, effects)
  const report = await summaryOf(connection, findDataset(job.dataset), job, effects)
  if (row.channel === "mail") {
    const about = row.about as MailAbout
    return { kind: "mail", mail: composeMail(report, { to: row.address, link, about }) }
  }
  const { dataset, title, status, held, outcome, dry_run, row_errors, extract_number, snapshot_date } =
    report.job
  const told = {
    job_id,
    dataset,
    title,
    status,
    held,
    outcome,
    dry_run,
    row_errors,
    extract_number,
    snapshot_date,
  }
  const data = { ...told, errors_by_code: report.errors_by_code, error: job.error, ...(link && { link }) }
  return { kind: "webhook", body: webhookBody(row, data) }
}

/** What is told of something that is no import. */
function noteOf(row: OutboxRow, effects: Effects): Message {
  const { subject = "", sentences = [], ...data } = (row.data ?? {}) as NoteData
  const link = row.feed_id === null ? null : linkTo("/feeds", effects)
  if (row.channel === "webhook") {
    return { kind: "webhook", body: webhookBody(row, { ...data, message: subject, ...(link && { link }) }) }
  }
  const { address: to, delivery_id: id } = row
  return { kind: "mail", mail: composeNote({ to, id, subject, sentences, link }) }
}

interface NoteData extends Record<string, unknown> {
  subject?: string
  sentences?: string[]
}

/** The body of a webhook, after Standard Webhooks. */
export function webhookBody(row: Pick<OutboxRow, "event" | "created_at">, data: object): string {
  return JSON.stringify({ type: row.event, timestamp: row.created_at, data })
}

/** Links lead to where people are told to go, never to where a request happened to come by. */
function linkTo(path: string, { config }: Effects): string | null {
  return config.public_url === null ? null : `${config.public_url}${path}`
}
