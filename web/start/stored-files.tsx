import { useEffect } from "react"
import { endpoints } from "../../lib/contract/endpoints.ts"
import { call } from "../client/call.ts"
import { usePolled } from "../client/use-polled.ts"
import { Field } from "../ui/field.tsx"
import { bytes } from "../words/numbers.ts"
import { dateAndTime } from "../words/times.ts"
import type { Source } from "./begin-import.ts"

interface StoredFilesProps {
  source: Source | null
  onChange(source: Source | null): void
  /** There is none, so one has to be sent. */
  onEmpty(): void
}

/** The files the server has; the newest is chosen until another is. */
export function StoredFiles({ source, onChange, onEmpty }: StoredFilesProps) {
  const { data } = usePolled("uploads", () => call(endpoints.uploads), 0)
  const files = data?.uploads
  const chosen = source?.kind === "stored" ? source.filename : ""
  useEffect(() => {
    const [first] = files ?? []
    if (first && chosen === "") onChange({ kind: "stored", filename: first.filename })
  }, [files, chosen, onChange])
  useEffect(() => {
    if (files?.length === 0) onEmpty()
  }, [files, onEmpty])
  const file = files?.find(({ filename }) => filename === chosen)
  return (
    <Field
      label="File"
      hint={file ? `${bytes(file.bytes)}, stored ${dateAndTime(file.modified_at)}` : "No file is stored yet."}
    >
      {(control) => (
        <select
          {...control}
          value={chosen}
          onChange={({ target }) => onChange({ kind: "stored", filename: target.value })}
          disabled={!files || files.length === 0}
        >
          {files?.map(({ filename }) => (
            <option key={filename}>{filename}</option>
          ))}
        </select>
      )}
    </Field>
  )
}
