import type { DatasetDeclaration } from "../../lib/contract/datasets.ts"
import { Icon } from "../ui/icon.tsx"
import { bytes, count, counted } from "../words/numbers.ts"
import { sizeOf } from "./begin-import.ts"

const METADATA = ["metadata.csv", "metadata.json"]

function isMetadata({ name }: File): boolean {
  return METADATA.includes(name.toLowerCase())
}

const endingOf = (name: string) => /\.[^.]*$/.exec(name)?.[0].toLowerCase() ?? ""

/** Why these files cannot be imported together; null when they can. */
export function objectionToFiles(files: readonly File[], dataset: DatasetDeclaration): string | null {
  const { title, most_files: most } = dataset
  const sent = files.filter((file) => !isMetadata(file)).length
  if (files.length > 1 && most === 1)
    return `${title} are imported from one file; ${files.length} are chosen.`
  if (sent > most) {
    return `${count(sent)} files are chosen; one import may have ${count(most)}. Import them in several goes.`
  }
  if (files.length > 1 && files.some(({ name }) => endingOf(name) === ".zip")) {
    return "A ZIP is imported alone: take it out, or everything else."
  }
  return files.length > 0 && sent === 0 ? "There is only metadata; choose the documents as well." : null
}

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
            <button
              type="button"
              className="button plain square"
              aria-label={`Remove ${file.name}`}
              onClick={({ currentTarget }) => {
                focusBeside(currentTarget)
                onRemove(file)
              }}
            >
              <Icon name="close" />
            </button>
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

/** The files chosen before and those chosen now; the same one again is not another. */
export function withFiles(files: readonly File[], more: readonly File[]): File[] {
  const isKnown = (file: File) =>
    files.some(
      ({ name, size, lastModified }) =>
        name === file.name && size === file.size && lastModified === file.lastModified,
    )
  return [...files, ...more.filter((file) => !isKnown(file))]
}
