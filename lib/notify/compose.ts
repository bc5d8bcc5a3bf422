import { SHOWN_COUNTS } from "../contract/counts.ts"
import type { ReportSummary } from "../contract/report.ts"
import { countedText, countText, durationText, namesText, plainName, printable, timeText } from "../words.ts"
import type { Mail } from "./index.ts"

/** What a mail is about: an import that is over, or one that cannot go on without a person. */
export type MailAbout = "completed" | "failed" | "held" | "refused"

/** The mail that tells of an import: in the subject how it went, then what was done, table by table, and a link. */
export function composeMail(
  report: ReportSummary,
  mail: { about: MailAbout; to: string; link: string | null },
): Mail {
  const { job } = report
  const subject = `${printable(job.title, 120)}: ${howItWent(report, mail.about)}`
  const table = tableOf(report)
  const codes = codesOf(report)
  const parts = [
    subject,
    printable(lossOf(report)?.message ?? "", 1_000),
    factsOf(report),
    adviceOf(mail.about, job.held),
    codes,
  ]
  return {
    to: mail.to,
    id: `${job.job_id}.${mail.about}`,
    subject,
    text: `${[...parts.filter(Boolean), alignedText(table), mail.link ?? ""].filter(Boolean).join("\n\n")}\n`,
    html: htmlOf(parts, table, mail.link),
  }
}

/** Things that are without a current row because of the import: said before all else. */
const lossOf = ({ warnings }: ReportSummary) => warnings.find(({ code }) => code === "lost_current_row")

function howItWent(report: ReportSummary, about: MailAbout): string {
  const { job, errors_total } = report
  const { failed_batches } = job.overall_progress
  const loss = lossOf(report)
  const lost = loss ? [`${countedText(loss.count, "entity", "entities")} without a current row`] : []
  const batches = failed_batches > 0 ? [`${countedText(failed_batches, "batch", "batches")} failed`] : []
  const needs =
    errors_total === 1 ? "1 row needs attention" : `${countText(errors_total)} rows need attention`
  return [stateOf(job, about), ...lost, ...batches, ...(errors_total > 0 ? [needs] : [])].join(", ")
}

function stateOf({ outcome, dry_run }: ReportSummary["job"], about: MailAbout): string {
  if (about === "failed") return "needs attention"
  if (about === "held") return "waits for you"
  if (about === "refused") return "failed"
  if (outcome === "failed") return dry_run ? "nothing could be tried out" : "nothing could be imported"
  return dry_run ? "dry run completed" : "completed"
}

function factsOf({ job, duration_seconds }: ReportSummary): string {
  const lasted = duration_seconds === null ? "" : `, which took ${durationText(duration_seconds)}`
  const source = printable(job.source, 120)
  return `${source}, imported by ${printable(job.started_by, 60)}, begun ${timeText(job.started_at)}${lasted}.`
}

function adviceOf(about: MailAbout, held: ReportSummary["job"]["held"]): string {
  if (about === "completed" || about === "refused") return ""
  if (about === "held" && held === "mass_close")
    return "Nothing is imported yet, since it would close many current rows. Look whether the file is whole, then have an admin start the import on its page, or cancel it."
  if (about === "held")
    return "Nothing is imported yet, since rows of it cannot be used. Look at them on the page of the import, then import the rest, or cancel it."
  return "Some batches failed and nothing else can run. Retry them, or accept that they failed, on the page of the import."
}

function codesOf({ errors_by_code }: ReportSummary): string {
  const codes = Object.entries(errors_by_code).slice(0, 10)
  if (codes.length === 0) return ""
  return `Rows that could not be used: ${namesText(codes.map(([code, count]) => `${printable(code)} ${countText(count)}`))}.`
}

/** A head and a line for each table; counts that are zero everywhere are left out. */
function tableOf({ job, tables, counts: all }: ReportSummary): string[][] {
  const entries = Object.entries(tables)
  if (entries.length === 0) return []
  const counts = SHOWN_COUNTS.filter((name) => entries.some(([, table]) => table[name] > 0))
  const head = ["table", "rows", ...counts.map(plainName)]
  const lines = entries.map(([name, table]) => [
    plainName(name),
    countText(table.rows_done),
    ...counts.map((count) => countText(table[count])),
  ])
  const total = [
    "all tables",
    countText(job.overall_progress.rows_done),
    ...counts.map((name) => countText(all[name])),
  ]
  return [head, ...lines, ...(lines.length > 1 ? [total] : [])]
}

function alignedText(table: string[][]): string {
  const [head = []] = table
  const widths = head.map((_cell, at) => Math.max(...table.map((line) => line[at]?.length ?? 0)))
  return table
    .map((line) =>
      line.map((cell, at) => (at === 0 ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0))),
    )
    .map((cells) => cells.join("  ").trimEnd())
    .join("\n")
}

const CELL = "padding:4px 10px;border-bottom:1px solid #ccc;text-align:right;"
const FIRST = `${CELL}text-align:left;`

function htmlOf(parts: string[], table: string[][], link: string | null): string {
  const [title = "", ...paragraphs] = parts.map(escaped)
  const rows = table.map((line, place) => {
    const tag = place === 0 ? "th" : "td"
    return `<tr>${line.map((cell, at) => `<${tag} style="${at === 0 ? FIRST : CELL}">${escaped(cell)}</${tag}>`).join("")}</tr>`
  })
  const grid = rows.length > 0 ? `<table style="border-collapse:collapse">${rows.join("")}</table>` : ""
  const text = paragraphs.filter(Boolean).map((paragraph) => `<p>${paragraph}</p>`)
  const body = [`<h1 style="font-size:18px">${title}</h1>`, ...text, grid]
  const anchor = link === null ? "" : `<p><a href="${escaped(link)}">${escaped(link)}</a></p>`
  return `<!doctype html><html lang="en"><body style="font-family:sans-serif">${body.join("")}${anchor}</body></html>`
}

/** A mail of a few sentences, the first of which is what it is about. */
export function composeNote(note: {
  to: string
  id: string
  subject: string
  sentences: readonly string[]
  link: string | null
}): Mail {
  const { to, id, link } = note
  const subject = printable(note.subject, 200)
  const parts = [subject, ...note.sentences.map((sentence) => printable(sentence, 1_000))].filter(Boolean)
  const text = `${[...parts, link ?? ""].filter(Boolean).join("\n\n")}\n`
  return { to, id, subject, text, html: htmlOf(parts, [], link) }
}

function escaped(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("'", "&#39;")
}
