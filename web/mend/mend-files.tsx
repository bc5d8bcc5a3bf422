import { endpoints } from "../../lib/contract/endpoints.ts"
import { type FileKind, saveAs } from "../client/download.ts"
import { useAction } from "../client/use-action.ts"
import { Button } from "../ui/button.tsx"
import { FileButton } from "../ui/file-button.tsx"
import { Icon } from "../ui/icon.tsx"
import { Refusal } from "../ui/notice.tsx"

interface DownloadsProps {
  job_id: string
  /** Without its ending. */
  name: string
  /** Only those of this table; empty for all. */
  table: string
  /** How the download as it was sent is called. */
  word: string
}

/** The rows as a file: as the one that came, or as a workbook. */
export function Downloads({ job_id, name, table, word }: DownloadsProps) {
  const action = useAction()
  const save = (kind: FileKind) => () =>
    action.run(() =>
      saveAs(kind, endpoints.rowErrors, { params: { job_id }, query: { table: table || undefined } }, name),
    )
  return (
    <span className="button-row">
      {action.refusal && <Refusal>{action.refusal}</Refusal>}
      <Button idle={action.busy} onClick={save("csv")}>
        <Icon name="download" /> {word}
      </Button>
      <Button idle={action.busy} onClick={save("xlsx")}>
        <Icon name="download" /> Download as a workbook
      </Button>
    </span>
  )
}

interface UploadProps {
  /** Documents are sent again, all else is the file of the rows. */
  isDocuments: boolean
  busy: boolean
  onFiles(files: readonly File[]): void
}

/** Takes the file of the rows back once it is mended. */
export function Upload({ isDocuments, busy, onFiles }: UploadProps) {
  return (
    <FileButton
      multiple={isDocuments}
      accept={isDocuments ? undefined : ".csv,.tsv,.txt,.xlsx"}
      disabled={busy}
      onFiles={onFiles}
    >
      <Icon name="upload" /> {isDocuments ? "Send documents again" : "Upload the mended file"}
    </FileButton>
  )
}
