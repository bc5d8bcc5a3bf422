import { FileButton } from "../ui/file-button.tsx"
import { Icon } from "../ui/icon.tsx"
import { Notice } from "../ui/notice.tsx"
import { isMetadata, METADATA, withMetadata } from "./files.ts"

interface MetadataFieldProps {
  chosen: File[]
  onChoose(files: File[]): void
}

/** Takes the one file that tells of the others, and says which of the chosen ones is taken for that. */
export function MetadataField({ chosen, onChoose }: MetadataFieldProps) {
  const metadata = chosen.find(isMetadata)
  return (
    <div className="metadata">
      <FileButton
        accept={METADATA.join(",")}
        onFiles={([file]) => file && onChoose(withMetadata(chosen, file))}
      >
        <Icon name="upload" /> {metadata ? "Choose other metadata" : "Add metadata"}
      </FileButton>
      <div role="status">
        {metadata ? (
          <Notice tone="info">
            <strong>{metadata.name}</strong> is read as metadata: what it says of a file name goes to the
            document of that name. It does not become a document itself.
          </Notice>
        ) : (
          <small className="muted">CSV or JSON: author, tags and so on by file name</small>
        )}
      </div>
    </div>
  )
}
