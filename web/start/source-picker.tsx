import { useState } from "react"
import type { DatasetDeclaration } from "../../lib/contract/datasets.ts"
import { Field } from "../ui/field.tsx"
import type { Source } from "./begin-import.ts"
import { DropZone } from "./drop-zone.tsx"
import { StoredFiles } from "./stored-files.tsx"

const KINDS = [
  ["stored", "Stored file"],
  ["file", "Upload"],
  ["url", "Address"],
] as const

interface SourcePickerProps {
  dataset: DatasetDeclaration
  source: Source | null
  onChange(source: Source | null): void
  disabled: boolean
}

/** A stored file, one from this machine, or one on the web. */
export function SourcePicker({ dataset, source, onChange, disabled }: SourcePickerProps) {
  const [kind, setKind] = useState<(typeof KINDS)[number][0]>("stored")
  const [touched, setTouched] = useState(false)
  return (
    <fieldset className="source" disabled={disabled}>
      <legend>Source</legend>
      <div className="segments">
        {KINDS.map(([value, word]) => (
          <label key={value} className="segment">
            <input
              type="radio"
              name="source_kind"
              value={value}
              checked={kind === value}
              onChange={() => {
                setKind(value)
                setTouched(true)
                onChange(null)
              }}
            />
            <span>{word}</span>
          </label>
        ))}
      </div>
      {kind === "stored" && (
        <StoredFiles source={source} onChange={onChange} onEmpty={() => !touched && setKind("file")} />
      )}
      {kind === "file" && (
        <DropZone
          accepts={dataset.accepts}
          chosen={source?.kind === "file" ? source.file : null}
          onChoose={(file) => onChange(file && { kind: "file", file })}
        />
      )}
      {kind === "url" && (
        <Field label="Address of the file">
          {(control) => (
            <input
              {...control}
              type="url"
              placeholder="https://…"
              onChange={({ target }) => onChange(target.value ? { kind: "url", url: target.value } : null)}
            />
          )}
        </Field>
      )}
      <p className="muted">
        To see what a file looks like:{" "}
        <a href={`/api/datasets/${dataset.dataset}/example`} download={dataset.example_file}>
          an example
        </a>
        .
      </p>
    </fieldset>
  )
}
