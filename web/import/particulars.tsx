import type { ReportJob } from "../../lib/contract/report.ts"
import { Pair, Pairs } from "../ui/pairs.tsx"
import { Section } from "../ui/section.tsx"
import { bytes } from "../words/numbers.ts"
import { choiceWord, optionWord } from "../words/options.ts"

/** What was asked for: the import's id, its file, and every option it runs with. */
export function Particulars({ job }: { job: ReportJob }) {
  const { job_id, source, source_bytes, content_hash, options } = job
  const size = source_bytes === null ? "" : `, ${bytes(source_bytes)}`
  const facts: [string, string][] = [
    ["Import", job_id],
    ["Source", `${source}${size}`],
    ...(content_hash === null ? [] : [["SHA-256 of the file", content_hash] as [string, string]]),
    ...Object.entries(options).map(([name, value]): [string, string] => [optionWord(name), said(value)]),
  ]
  return (
    <Section title="Options">
      <Pairs>
        {facts.map(([name, value]) => (
          <Pair key={name} name={name}>
            <div className="value">{value}</div>
          </Pair>
        ))}
      </Pairs>
    </Section>
  )
}

function said(value: unknown): string {
  if (value === null || value === undefined || value === "") return "–"
  if (typeof value === "boolean") return value ? "Yes" : "No"
  return typeof value === "object" ? JSON.stringify(value) : choiceWord(String(value))
}
