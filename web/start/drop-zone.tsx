import { type DragEvent, useState } from "react"
import { Icon } from "../ui/icon.tsx"
import { bytes } from "../words/numbers.ts"

interface DropZoneProps {
  accepts: string[]
  chosen: File | null
  onChoose(file: File | null): void
}

/** A place to drop a file on; pressed, it asks for one. */
export function DropZone({ accepts, chosen, onChoose }: DropZoneProps) {
  const [over, setOver] = useState(false)
  const drop = (event: DragEvent) => {
    event.preventDefault()
    setOver(false)
    onChoose(event.dataTransfer.files[0] ?? null)
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping is a shortcut; the field inside does the same
    <div
      className={over ? "drop drop-over" : "drop"}
      onDragOver={(event) => {
        event.preventDefault()
        setOver(true)
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <label className="drop-label">
        <Icon name="upload" />
        <span>{chosen ? chosen.name : "Drop a file here, or press to choose one"}</span>
        <small className="muted">{chosen ? bytes(chosen.size) : accepts.join(", ")}</small>
        <input
          type="file"
          accept={accepts.join(",")}
          onChange={({ target }) => onChoose(target.files?.[0] ?? null)}
        />
      </label>
    </div>
  )
}
