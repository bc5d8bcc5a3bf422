import { useEffect } from "react"
import type { DatasetDeclaration } from "../../lib/contract/datasets.ts"
import type { StoredFile } from "../../lib/contract/uploads.ts"
import { useNextUpdate } from "../start/next-update.tsx"
import { SelectField } from "../ui/field.tsx"
import { useAddress } from "../ui/link.tsx"
import { isRegister } from "../words/datasets.ts"
import { givenName } from "../words/files.ts"
import { bytes } from "../words/numbers.ts"
import { dateAndTime } from "../words/times.ts"
import type { Source } from "./source.ts"
import { useUploads } from "./use-uploads.ts"

interface StoredFilesProps {
  dataset: DatasetDeclaration
  source: Source | null
  onChange(source: Source | null): void
  /** There is none, so one has to be sent. */
  onEmpty(): void
}

/** An extract of the register is a ZIP, too, and no file of rows. */
const EXTRACT = /KboOpenData_[^/]*\.zip$/i

/** What a stored extract of the register is: "Extract 147", or "Full extract 147". */
export function extractWords(filename: string): string {
  const [, number = "", type = ""] = /KboOpenData_0*(\d+)_[\d_]+_(Full|Update)/i.exec(filename) ?? []
  if (number === "") return givenName(filename)
  return /full/i.test(type) ? `Full extract ${number}` : `Extract ${number}`
}

function isFor(filename: string, dataset: DatasetDeclaration): boolean {
  if (!isRegister(dataset) && EXTRACT.test(filename)) return false
  return dataset.accepts.some((ending) => filename.toLowerCase().endsWith(ending))
}

/** Of extracts the one that may be imported now; null while that is not known, undefined where there is none such. */
function useNextExtract(dataset: DatasetDeclaration): string | null | undefined {
  const next = useNextUpdate(isRegister(dataset), 0)
  if (!isRegister(dataset) || next.error !== undefined) return undefined
  return next.data ? (next.data.filename ?? undefined) : null
}

/** The files the server has; the one that comes next is chosen, else the newest, until another is, or the address names one. */
export function StoredFiles({ dataset, source, onChange, onEmpty }: StoredFilesProps) {
  const { data } = useUploads()
  const [named, name] = useAddress("file", "in place")
  const files = data?.uploads.filter(({ filename }) => isFor(filename, dataset))
  const chosen = source?.kind === "stored" ? source.filename : ""
  const next = useNextExtract(dataset)
  const byName = (name: string | null | undefined) => files?.find(({ filename }) => filename === name)
  const offered = next === null ? undefined : (byName(named) ?? byName(next) ?? files?.[0])?.filename
  const none = files?.length === 0
  useEffect(() => {
    if (offered && chosen === "") onChange({ kind: "stored", filename: offered })
  }, [offered, chosen, onChange])
  useEffect(() => {
    if (none) onEmpty()
  }, [none, onEmpty])
  const file = files?.find(({ filename }) => filename === chosen)
  return (
    <SelectField
      label="File"
      hint={file ? sizeAndDate(file) : "No file is stored yet."}
      choices={(files ?? []).map((one) => [one.filename, `${givenName(one.filename)} – ${sizeAndDate(one)}`])}
      value={chosen}
      onChange={({ target }) => {
        name(target.value)
        onChange({ kind: "stored", filename: target.value })
      }}
      disabled={!files || none}
    />
  )
}

/** Tells copies of a file apart. */
function sizeAndDate({ bytes: size, modified_at }: StoredFile): string {
  return `${bytes(size)}, stored ${dateAndTime(modified_at)}`
}
