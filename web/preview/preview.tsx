import { useEffect } from "react"
import type { DatasetDeclaration, PreviewAnswer } from "../../lib/contract/datasets.ts"
import type { ColumnMapping, ImportOptionsInput } from "../../lib/contract/options.ts"
import type { Source } from "../source/source.ts"
import { Button } from "../ui/button.tsx"
import { columnWord } from "../words/columns.ts"
import { delimiterWord, encodingWord } from "../words/options.ts"
import { day } from "../words/times.ts"
import { optionsOf } from "./look.ts"
import { columnsOf, repeatedColumns } from "./mapping.ts"
import { MappingList } from "./mapping-list.tsx"
import { PreviewTable } from "./preview-table.tsx"
import { type Reading, usePreview } from "./use-preview.ts"

/** What the preview says about the start: the mapping to send, and why it cannot be begun. */
export interface Looked {
  mapping: ColumnMapping | undefined
  /** How the last file with this header was read, which nobody has said otherwise. */
  before: ImportOptionsInput
  objection: string | null
  /** How the file is written, in words. */
  dialect: string | null
}

export const NOT_LOOKED: Looked = { mapping: undefined, before: {}, objection: null, dialect: null }

interface PreviewProps {
  dataset: DatasetDeclaration
  source: Source
  reading: Reading
  /** With what each column is for. */
  mapped: boolean
  onLook(looked: Looked): void
}

/** What a file turns out to be before it is imported, and which column each of its headers is for. */
export function PreviewPart({ dataset, source, reading, mapped, onLook }: PreviewProps) {
  const preview = usePreview(dataset.dataset, source, reading)
  const { answer, asking, refusal, mapping, told, map, earlier } = preview
  const repeated = repeatedColumns(mapping, preview.guess)
  const objection = preview.unseen ? null : (refusal ?? objectionTo(answer, mapping, repeated))
  const said = JSON.stringify(told)
  const before = JSON.stringify(optionsOf(earlier))
  const dialect = answer && dialectOf(answer)
  useEffect(() => {
    const mapping = said === undefined ? undefined : JSON.parse(said)
    onLook({ mapping, before: JSON.parse(before), objection, dialect })
  }, [said, before, objection, dialect, onLook])
  return (
    <div className={asking ? "preview stacked asking" : "preview stacked"} aria-busy={asking}>
      <p className="unseen" role="status">
        {asking ? "Looking at the file …" : dialect && `Looked at: ${dialect}.`}
      </p>
      {earlier && (
        <p className="notice info">
          <span>This file is read as the last one with this header was, on {day(earlier.started_at)}.</span>
          <Button look="link" onClick={preview.beginAfresh}>
            Begin afresh
          </Button>
        </p>
      )}
      {preview.unseen && (
        <p className="notice info">
          {refusal} {UNSEEN[preview.unseen]}
        </p>
      )}
      {answer && !mapped && <AboveNames {...answer} />}
      {answer && mapped && (
        <MappingList
          key={answer.header.join("\n")}
          answer={answer}
          columns={columnsOf(dataset.tables)}
          mapping={mapping}
          repeated={repeated.map(({ column }) => column)}
          onMap={map}
        />
      )}
      {answer && <PreviewTable answer={answer} mapping={mapping} />}
      {answer?.rows.length === 0 && answer.errors.length === 0 && <p className="muted">There are no rows.</p>}
    </div>
  )
}

const UNSEEN = {
  "for now": "The file is looked at as soon as that works, and can be imported before.",
  "too large": "So the file cannot be looked at before. It can be imported all the same.",
}

const FORMATS: Record<PreviewAnswer["format"], string> = {
  csv: "CSV",
  json: "JSON",
  xlsx: "Excel",
  vcard: "vCard",
}

function dialectOf({ dialect, format }: PreviewAnswer): string {
  const { delimiter, encoding, sheet, header_row } = dialect
  const how = delimiter === null ? FORMATS[format] : delimiterWord(delimiter)
  const written = sheet === null ? `${how}, ${encodingWord(encoding)}` : `${FORMATS[format]}, sheet ${sheet}`
  if (header_row === "none") return `${written}, no names of columns`
  const line = sheet === null ? "line" : "row"
  return (header_row ?? 1) > 1 ? `${written}, names of columns in ${line} ${header_row}` : written
}

/** What stands above the names, and is left out. */
function AboveNames({ dialect: { above } }: PreviewAnswer) {
  const notes = above.filter(({ text }) => text.trim() !== "")
  if (notes.length === 0) return null
  return (
    <p className="muted">
      Left out, since it stands above the names of the columns:{" "}
      {notes.map(({ text }) => `“${text.trim()}”`).join(", ")}
    </p>
  )
}

function objectionTo(
  answer: PreviewAnswer | null,
  mapping: ColumnMapping,
  repeated: { column: string; headers: string[] }[],
): string | null {
  const same = answer?.header.find(
    (name, at, all) => all.indexOf(name) !== at && (mapping[name] ?? null) !== null,
  )
  if (same !== undefined) {
    return `Two columns of the file are called ${same}. Rename one of them in the file, or leave both out.`
  }
  const [twice] = repeated
  if (twice) {
    return `${columnWord(twice.column)} can only come from one column of the file, not from ${twice.headers.join(" and ")}. Leave one of them out.`
  }
  if (!answer || answer.missing.length === 0) return null
  const names = answer.missing.map(columnWord).join(", ")
  return `Nothing in the file goes to ${names}, which every row needs. Choose its column in the step Columns.`
}
