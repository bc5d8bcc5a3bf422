import { useState } from "react"
import type { DatasetDeclaration } from "../../lib/contract/datasets.ts"
import { Icon } from "../ui/icon.tsx"
import { isOfDocuments } from "../words/datasets.ts"
import { bytes, count } from "../words/numbers.ts"
import { FileList } from "./file-list.tsx"
import { withFiles } from "./files.ts"
import { MetadataField } from "./metadata-field.tsx"

interface DropZoneProps {
  dataset: DatasetDeclaration
  chosen: File[]
  onChoose(files: File[]): void
}

/** A file field as large as what is around it: files dropped anywhere on it are the field's. */
export function DropZone({ dataset, chosen, onChoose }: DropZoneProps) {
  const [over, setOver] = useState(false)
  const several = isOfDocuments(dataset)
  const [only] = several ? [] : chosen
  const choose = (input: HTMLInputElement) => {
    const files = [...(input.files ?? [])]
    onChoose(several ? withFiles(chosen, files) : files)
    // So that a file that was taken out can be chosen again.
    if (several) input.value = ""
  }
  return (
    <>
      <label className={over ? "drop drop-over" : "drop"}>
        <Icon name="upload" />
        <span>{only ? only.name : invitation(dataset, chosen)}</span>
        <small className="muted">{only ? bytes(only.size) : dataset.accepts.join(", ")}</small>
        <input
          type="file"
          accept={dataset.accepts.join(",")}
          multiple={several}
          onDragEnter={() => setOver(true)}
          onDragLeave={() => setOver(false)}
          onDrop={() => setOver(false)}
          onChange={({ target }) => choose(target)}
        />
      </label>
      {several && chosen.length > 0 && (
        <FileList
          files={chosen}
          dataset={dataset}
          onRemove={(file) => onChoose(chosen.filter((other) => other !== file))}
        />
      )}
      {several && <MetadataField chosen={chosen} onChoose={onChoose} />}
    </>
  )
}

function invitation({ most_files: most }: DatasetDeclaration, chosen: File[]): string {
  if (most === 1) return "Drop a file here, or press to choose one"
  if (chosen.length > 0) return "Drop more files here, or press to choose them"
  return `Drop up to ${count(most)} files or one ZIP here, or press to choose`
}
