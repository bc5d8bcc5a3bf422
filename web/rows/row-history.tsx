import type { CodeTexts, DataMoment, DataTable, DataVersion } from "../../lib/contract/data.ts"
import { Link } from "../ui/link.tsx"
import { Pair, Pairs } from "../ui/pairs.tsx"
import { Section } from "../ui/section.tsx"
import { columnWord } from "../words/columns.ts"
import { dateAndTime, dayInFull } from "../words/times.ts"
import { Value } from "./cell-value.tsx"

interface RowHistoryProps {
  table: DataTable
  versions: readonly DataVersion[]
  codes: CodeTexts | undefined
}

/** What a row held from when to when, and which import each change came from; the newest first. */
export function RowHistory({ table, versions, codes }: RowHistoryProps) {
  const closed = versions[0]?.until
  return (
    <Section title="History">
      <ol className="history">
        {closed && (
          <li>
            <p>
              <When moment={closed} /> it was closed <By moment={closed} />.
            </p>
          </li>
        )}
        {versions.map((version, place) => (
          <li key={keyOf(version)}>
            <Since
              table={table}
              codes={codes}
              version={version}
              before={versions[place + 1]}
              isOldest={place === versions.length - 1}
            />
          </li>
        ))}
      </ol>
    </Section>
  )
}

const keyOf = ({ since }: DataVersion) => `${since?.job_id} ${since?.at} ${since?.extract}`

interface SinceProps {
  table: DataTable
  codes: CodeTexts | undefined
  version: DataVersion
  before: DataVersion | undefined
  isOldest: boolean
}

function Since({ table, codes, version, before, isOldest }: SinceProps) {
  const { since } = version
  if (since === null) return <p className="muted">Before that, it was there already.</p>
  // Between the end of one version and the beginning of the next the row was not there.
  const isBack = before?.until && before.until.extract !== since.extract
  return (
    <>
      <p>
        <When moment={since} /> it {isOldest ? "came" : isBack ? "came back" : "changed"}{" "}
        <By moment={since} />.
      </p>
      {before && !isOldest && <Changes table={table} codes={codes} before={before.row} after={version.row} />}
    </>
  )
}

function When({ moment: { at, extract } }: { moment: DataMoment }) {
  if (at === null) return "At some time"
  if (extract === null) return `On ${dateAndTime(at)}`
  return `With extract ${extract}, of ${dayInFull(at)},`
}

function By({ moment: { job_id, title } }: { moment: DataMoment }) {
  if (job_id === null) return null
  return (
    <>
      by <Link to={`/imports/${job_id}`}>{title ?? "an import"}</Link>
    </>
  )
}

interface ChangesProps {
  table: DataTable
  codes: CodeTexts | undefined
  before: DataVersion["row"]
  after: DataVersion["row"]
}

/** Column by column what was there before and what after. */
function Changes({ table, codes, before, after }: ChangesProps) {
  const changed = table.columns.filter(
    ({ name }) => name in before && JSON.stringify(before[name]) !== JSON.stringify(after[name] ?? null),
  )
  const told = changed.filter(({ name }) => !KEPT.includes(name))
  if (told.length === 0) return null
  return (
    <Pairs className="row-values">
      {told.map((column) => (
        <Pair key={column.name} name={columnWord(column.name)}>
          <Value column={column} row={before} codes={codes} /> →{" "}
          <Value column={column} row={after} codes={codes} />
        </Pair>
      ))}
    </Pairs>
  )
}

/** What every import changes. */
const KEPT = ["updated_at", "created_at", "imported_from", "embedding_status"]
