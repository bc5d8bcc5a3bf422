import type { DatasetDeclaration } from "../../lib/contract/datasets.ts"
import { Button } from "../ui/button.tsx"
import { Icon } from "../ui/icon.tsx"
import { bytes, counted } from "../words/numbers.ts"
import { endingOf, isMetadata, sizeOf } from "./files.ts"

interface FileListProps {
  files: File[]
  dataset: DatasetDeclaration
  onRemove(file: File): void
}

/** The chosen files with their sizes; each can be taken out again. */
export function FileList({ files, dataset, onRemove }: FileListProps) {
  return (
    <div className="files">
      <p className="files-total" role="status">
        {counted(files.length, "file")}, {bytes(sizeOf(files))}
      </p>
      <ul aria-label="Chosen files">
        {files.map((file) => (
          <li key={`${file.name} ${file.size} ${file.lastModified}`}>
            <span className="files-name">{file.name}</span>
            <span className="muted">
              {noteOn(file, dataset)} {bytes(file.size)}
            </span>
            <Button
              look="plain square"
              aria-label={`Remove ${file.name}`}
              onClick={({ currentTarget }) => {
                focusBeside(currentTarget)
                onRemove(file)
              }}
            >
              <Icon name="close" />
            </Button>
          </li>
        ))}
      </ul>
    </div>
  )
}

/** The button is about to go; the focus must not go with it. */
function focusBeside(button: HTMLElement): void {
  const item = button.closest("li")
  const neighbour = item?.nextElementSibling ?? item?.previousElementSibling
  const next = neighbour?.querySelector("button") ?? button.closest("fieldset")?.querySelector(".drop input")
  if (next instanceof HTMLElement) next.focus()
}

function noteOn(file: File, { accepts }: DatasetDeclaration): string {
  if (isMetadata(file)) return "metadata"
  return accepts.includes(endingOf(file.name)) ? "" : "unknown kind"
}
