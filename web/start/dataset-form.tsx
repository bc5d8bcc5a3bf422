import type { DatasetDeclaration } from "../../lib/contract/datasets.ts"
import { Refusal } from "../ui/refusal.tsx"
import type { Source } from "./begin-import.ts"
import { BeginningRefusal, BeginningView } from "./beginning-view.tsx"
import { Columns } from "./columns.tsx"
import { OptionFields } from "./option-fields.tsx"
import { type Looked, PreviewPart } from "./preview.tsx"
import { isAboutReading, ReadingFields } from "./reading-fields.tsx"
import { SourcePicker } from "./source-picker.tsx"
import { objectionTo, useDatasetForm } from "./use-dataset-form.ts"
import type { Reading } from "./use-preview.ts"

type Form = ReturnType<typeof useDatasetForm>

/** What is said of one import: its source, its options, and of files of rows which column is for what. */
export function DatasetForm({ dataset }: { dataset: DatasetDeclaration }) {
  const form = useDatasetForm(dataset)
  const { source, objection, busy, errors } = form
  const options = dataset.options.filter((option) => !isAboutReading(option))
  return (
    <form onSubmit={form.begin} onChange={form.change} className="dataset-form" noValidate>
      <div className="form-source">
        <SourcePicker
          dataset={dataset}
          source={source}
          onChange={form.choose}
          objection={objection}
          disabled={busy}
        />
      </div>
      <div className="form-options">
        <OptionFields options={options} errors={errors} />
        {dataset.most_files === 1 ? <Columns dataset={dataset} /> : <MetadataNote />}
      </div>
      {dataset.mappable && <FilePart dataset={dataset} form={form} />}
      <Start form={form} />
    </form>
  )
}

interface PartProps {
  dataset: DatasetDeclaration
  form: Form
}

/** How a file of rows is written, and its first rows. */
function FilePart({ dataset, form }: PartProps) {
  const { source, reading, looked, errors, look } = form
  const options = dataset.options.filter(isAboutReading)
  return (
    <div className="form-preview">
      <ReadingFields options={options} errors={errors} dialect={looked.dialect} />
      <PreviewOf dataset={dataset} source={source} reading={reading} onLook={look} />
    </div>
  )
}

function Start({ form: { beginning, missing, objection, busy, blocked } }: Pick<PartProps, "form">) {
  return (
    <div className="form-start">
      <BeginningView beginning={beginning} />
      {missing && missing !== objection && <Refusal>{missing}</Refusal>}
      <BeginningRefusal beginning={beginning} />
      <button type="submit" className="button primary large" aria-disabled={busy || blocked}>
        Start the import
      </button>
    </div>
  )
}

function MetadataNote() {
  return (
    <p className="muted">
      Author, department, date_created, tags and category come from a file of metadata: a CSV with a column{" "}
      <code>filename</code>, or JSON by file name. Drop it among the documents or add it beside them; in a ZIP
      it is called <code>metadata.csv</code> or <code>metadata.json</code>.
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
