import { useCallback, useEffect, useRef, useState } from "react"
import type { DatasetDeclaration } from "../../lib/contract/datasets.ts"
import { endpoints } from "../../lib/contract/endpoints.ts"
import { addressOf } from "../client/call.ts"
import { useAction } from "../client/use-action.ts"
import { Button } from "../ui/button.tsx"
import { Field, InputField } from "../ui/field.tsx"
import { useAddress } from "../ui/link.tsx"
import { Refusal } from "../ui/notice.tsx"
import { Segments } from "../ui/segments.tsx"
import { DropZone } from "./drop-zone.tsx"
import { pastedFile } from "./files.ts"
import { exampleFile, type Source } from "./source.ts"
import { StoredFiles } from "./stored-files.tsx"
import { UnfinishedUploads } from "./unfinished-uploads.tsx"

const KINDS = [
  ["stored", "Stored file"],
  ["files", "Upload"],
  ["url", "Address"],
  ["paste", "Paste"],
] as const

/** How a source is named; rows that are pasted become a file. */
type Kind = (typeof KINDS)[number][0]

interface SourcePickerProps {
  dataset: DatasetDeclaration
  source: Source | null
  onChange(source: Source | null): void
  /** Why what is chosen will not do. */
  objection: string | null
  disabled: boolean
}

/** A stored file, some from this machine, or one on the web. */
export function SourcePicker({ dataset, source, onChange, objection, disabled }: SourcePickerProps) {
  const [from, setFrom] = useAddress("from", "in place")
  const [empty, setEmpty] = useState(false)
  const [kind = empty ? "files" : "stored"] = KINDS.find(([value]) => value === from) ?? []
  const choose = (next: Kind) => {
    setFrom(next)
    onChange(null)
  }
  const onEmpty = useCallback(() => setEmpty(true), [])
  const fetching = useAction()
  const takeExample = async () => {
    const file = await exampleFile(dataset.dataset, dataset.example_file)
    choose("files")
    onChange({ kind: "files", files: [file] })
  }
  return (
    <fieldset className="source stacked" disabled={disabled}>
      <legend>Source</legend>
      <Segments
        name="source_kind"
        choices={KINDS.filter(([value]) => dataset.mappable || value !== "paste")}
        value={kind}
        onChoose={choose}
      />
      {!disabled && <UnfinishedUploads />}
      {kind === "stored" && (
        <StoredFiles dataset={dataset} source={source} onChange={onChange} onEmpty={onEmpty} />
      )}
      {kind === "files" && (
        <DropZone
          dataset={dataset}
          chosen={source?.kind === "files" ? source.files : []}
          onChoose={(files) => onChange(files.length > 0 ? { kind: "files", files } : null)}
        />
      )}
      {kind === "url" && <Address onChange={(url) => onChange(url ? { kind: "url", url } : null)} />}
      {kind === "paste" && <Paste onChange={(file) => onChange(file && { kind: "files", files: [file] })} />}
      {objection && <Refusal>{objection}</Refusal>}
      {fetching.refusal && <Refusal>{fetching.refusal}</Refusal>}
      <Example dataset={dataset} onTake={() => void fetching.run(takeExample)} />
    </fieldset>
  )
}

const TYPING_MS = 400

/** Rows out of a spreadsheet, a mail, or an editor, their header first. */
function Paste({ onChange }: { onChange(file: File | null): void }) {
  const typed = useRef<ReturnType<typeof setTimeout>>(undefined)
  useEffect(() => () => clearTimeout(typed.current), [])
  const take = (text: string) => {
    clearTimeout(typed.current)
    typed.current = setTimeout(() => onChange(text.trim() === "" ? null : pastedFile(text)), TYPING_MS)
  }
  return (
    <Field label="Paste rows" hint="With their header, as they come out of a spreadsheet.">
      {(control) => <textarea {...control} rows={8} onChange={({ target }) => take(target.value)} />}
    </Field>
  )
}

function Address({ onChange }: { onChange(url: string): void }) {
  return (
    <InputField
      label="Address of the file"
      type="url"
      placeholder="https://…"
      onChange={({ target }) => onChange(target.value)}
    />
  )
}

function Example({ dataset, onTake }: { dataset: DatasetDeclaration; onTake(): void }) {
  const { dataset: name, example_file: file } = dataset
  return (
    <p className="muted">
      Example:{" "}
      <a href={addressOf(endpoints.example, { params: { dataset: name } })} download={file}>
        {file}
      </a>{" "}
      –{" "}
      <Button look="link" onClick={onTake}>
        use it here
      </Button>
    </p>
  )
}
