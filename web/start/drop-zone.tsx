import { useState } from "react"
import { Icon } from "../ui/icon.tsx"
import { bytes } from "../words/numbers.ts"

interface DropZoneProps {
  accepts: string[]
  chosen: File | null
  onChoose(file: File | null): void
}

/** A file field as large as what is around it: a file dropped anywhere on it is the field's. */
export function DropZone({ accepts, chosen, onChoose }: DropZoneProps) {
  const [over, setOver] = useState(false)
  return (
    <label className={over ? "drop drop-over" : "drop"}>
      <Icon name="upload" />
      <span>{chosen ? chosen.name : "Drop a file here, or press to choose one"}</span>
      <small className="muted">{chosen ? bytes(chosen.size) : accepts.join(", ")}</small>
      <input
        type="file"
        accept={accepts.join(",")}
        onDragEnter={() => setOver(true)}
        onDragLeave={() => setOver(false)}
        onDrop={() => setOver(false)}
        onChange={({ target }) => onChoose(target.files?.[0] ?? null)}
      />
    </label>
  )
}
