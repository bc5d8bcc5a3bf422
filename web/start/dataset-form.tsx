import { type FormEvent, useState } from "react"
import type { DatasetDeclaration } from "../../lib/contract/datasets.ts"
import { Refusal } from "../ui/refusal.tsx"
import { beginImport, type Source } from "./begin-import.ts"
import { type FieldErrors, isUnderWay, useBeginning } from "./beginning.ts"
import { BeginningRefusal, BeginningView } from "./beginning-view.tsx"
import { checkOptions, optionsFrom } from "./check-options.ts"
import { Columns } from "./columns.tsx"
import { objectionToFiles } from "./files.ts"
import { OptionFields } from "./option-fields.tsx"
import { type Looked, NOT_LOOKED, PreviewPart } from "./preview.tsx"
import { isAboutReading, ReadingFields } from "./reading-fields.tsx"
import { SourcePicker } from "./source-picker.tsx"
import type { Reading } from "./use-preview.ts"

const NO_ERRORS: FieldErrors = {}
const NO_READING: Reading = {}

/** What is said of one import: its source, its options, and of files of rows which column is for what. */
export function DatasetForm({ dataset }: { dataset: DatasetDeclaration }) {
  const [source, setSource] = useState<Source | null>(null)
  const [looked, setLooked] = useState(NOT_LOOKED)
  const [reading, setReading] = useState(NO_READING)
  const [missing, setMissing] = useState<string | null>(null)
  const [wrong, setWrong] = useState(NO_ERRORS)
  const beginning = useBeginning()
  const busy = isUnderWay(beginning)
  const errors = beginning.state === "refused" ? { ...beginning.fields, ...wrong } : wrong
  const objection = objectionTo(source, dataset)
  const blocked = objection ?? looked.objection

  const choose = (next: Source | null) => {
    setSource(next)
    setLooked(NOT_LOOKED)
    setMissing(null)
  }
  const change = (event: FormEvent<HTMLFormElement>) => {
    setWrong(NO_ERRORS)
    setReading(readingIn(event.currentTarget, dataset, reading))
  }
  const begin = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    if (busy) return
    const given = optionsFrom(new FormData(event.currentTarget), dataset.options)
    const checked = checkOptions(given, dataset.options)
    setWrong(checked.errors ?? NO_ERRORS)
    setMissing(blocked ?? (source ? null : "Choose a file, or give an address."))
    if (blocked || !source || !checked.options) return
    const { mapping } = looked
    void beginImport(dataset.dataset, source, { ...checked.options, ...(mapping && { mapping }) })
  }
  const options = dataset.options.filter((option) => !isAboutReading(option))
  return (
    <form onSubmit={begin} onChange={change} className="dataset-form" noValidate>
      <div className="form-source">
        <SourcePicker
          dataset={dataset}
          source={source}
          onChange={choose}
          objection={objection}
          disabled={busy}
        />
      </div>
      <div className="form-options">
        <OptionFields options={options} errors={errors} />
        {dataset.most_files === 1 ? <Columns dataset={dataset} /> : <MetadataNote />}
      </div>
      {dataset.mappable && (
        <div className="form-preview">
          <ReadingFields
            options={dataset.options.filter(isAboutReading)}
            errors={errors}
            dialect={looked.dialect}
          />
          <PreviewOf dataset={dataset} source={source} reading={reading} onLook={setLooked} />
        </div>
      )}
      <div className="form-start">
        <BeginningView beginning={beginning} />
        {missing && missing !== objection && <Refusal>{missing}</Refusal>}
        <BeginningRefusal beginning={beginning} />
        <button type="submit" className="button primary large" aria-disabled={busy || blocked !== null}>
          Start the import
        </button>
      </div>
    </form>
  )
}

function MetadataNote() {
  return (
    <p className="muted">
      A file <code>metadata.csv</code> (with a column <code>filename</code>) or <code>metadata.json</code> (by
      file name) among them or beside a ZIP says author, department, date_created, tags and category.
    </p>
  )
}

interface PreviewOfProps {
  dataset: DatasetDeclaration
  source: Source | null
  reading: Reading
  onLook(looked: Looked): void
}

function PreviewOf({ dataset, source, reading, onLook }: PreviewOfProps) {
  if (source?.kind === "url") {
    return <p className="muted">Which column is for what is guessed when the file is fetched.</p>
  }
  if (!source || objectionTo(source, dataset)) {
    return (
      <p className="muted">
        The first rows of a file are shown here; those of an address are not known before it is fetched.
      </p>
    )
  }
  return (
    <PreviewPart key={keyOf(source)} dataset={dataset} source={source} reading={reading} onLook={onLook} />
  )
}

function keyOf(source: Source): string {
  if (source.kind !== "files") return JSON.stringify(source)
  return source.files.map(({ name, size, lastModified }) => `${name} ${size} ${lastModified}`).join()
}

function objectionTo(source: Source | null, dataset: DatasetDeclaration): string | null {
  return source?.kind === "files" ? objectionToFiles(source.files, dataset) : null
}

/** How the form says the file is to be read; as before while what it says is no good. */
function readingIn(form: HTMLFormElement, dataset: DatasetDeclaration, before: Reading): Reading {
  const about = ["delimiter", "encoding", "default_country"]
  const declared = dataset.options.filter(({ name }) => about.includes(name))
  const { options } = checkOptions(optionsFrom(new FormData(form), declared), declared)
  return options === null || JSON.stringify(options) === JSON.stringify(before) ? before : options
}
