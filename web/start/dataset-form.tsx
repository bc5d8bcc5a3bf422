import type { ReactNode } from "react"
import type { DatasetDeclaration } from "../../lib/contract/datasets.ts"
import { type Looked, PreviewPart } from "../preview/preview.tsx"
import type { Reading } from "../preview/use-preview.ts"
import type { Source } from "../source/source.ts"
import { SourcePicker } from "../source/source-picker.tsx"
import { Button } from "../ui/button.tsx"
import { Refusal } from "../ui/notice.tsx"
import { isOfDocuments } from "../words/datasets.ts"
import { BeginningRefusal, BeginningView } from "./beginning-view.tsx"
import { Columns } from "./columns.tsx"
import { OptionFields } from "./option-fields.tsx"
import { isAboutReading, ReadingFields } from "./reading-fields.tsx"
import { Steps } from "./steps.tsx"
import { objectionTo, useDatasetForm } from "./use-dataset-form.ts"

type Form = ReturnType<typeof useDatasetForm>

interface DatasetFormProps {
  dataset: DatasetDeclaration
  /** The field in which another can be chosen. */
  children: ReactNode
}

/** The way to an import of a dataset. What was said in a step stays said, whichever is shown. */
export function DatasetForm({ dataset, children }: DatasetFormProps) {
  const form = useDatasetForm(dataset)
  const { source, objection, busy, errors, step, steps, open, go } = form
  const options = dataset.options.filter((option) => !isAboutReading(option))
  return (
    <form onSubmit={form.begin} onChange={form.change} className="dataset-form" noValidate>
      <Steps steps={steps} current={step} open={open && !busy} onGo={go} />
      <div className="form-source" hidden={step !== "file"}>
        {children}
        <SourcePicker
          dataset={dataset}
          source={source}
          onChange={form.choose}
          objection={objection}
          disabled={busy}
        />
      </div>
      {dataset.mappable && <FilePart dataset={dataset} form={form} />}
      <div className="form-options" hidden={step !== "check"}>
        <p>
          Every row is read and checked before anything is written. If all can be used, the import begins by
          itself; otherwise it waits for you.
        </p>
        <OptionFields options={options} errors={errors} />
        {isOfDocuments(dataset) ? <MetadataNote /> : <Columns dataset={dataset} />}
      </div>
      <Way form={form} />
    </form>
  )
}

interface PartProps {
  dataset: DatasetDeclaration
  form: Form
}

/** How a file of rows is written, its first rows, and what each of its columns is for. */
function FilePart({ dataset, form }: PartProps) {
  const { source, reading, looked, errors, look, step } = form
  const options = dataset.options.filter(isAboutReading)
  return (
    <div className="form-preview" hidden={step !== "look" && step !== "columns"}>
      <div hidden={step !== "look"}>
        <ReadingFields options={options} errors={errors} dialect={looked.dialect} />
      </div>
      <PreviewOf
        dataset={dataset}
        source={source}
        reading={reading}
        mapped={step === "columns"}
        onLook={look}
      />
    </div>
  )
}

/** On, and back. */
function Way({ form }: Pick<PartProps, "form">) {
  const { beginning, missing, objection, busy, blocked, step, before, next, open, go } = form
  return (
    <div className="form-start">
      <BeginningView beginning={beginning} />
      {missing && missing !== objection && <Refusal>{missing}</Refusal>}
      <BeginningRefusal beginning={beginning} />
      <div className="actions">
        {before && (
          <Button look="large" idle={busy} onClick={() => go(before)}>
            Back
          </Button>
        )}
        {/* Each a button of its own: one that became the other while it is pressed would begin the import. */}
        {step === "check" ? (
          <Button key="start" type="submit" look="primary large" idle={busy || blocked}>
            Start the import
          </Button>
        ) : (
          <Button key="next" look="primary large" idle={!open || busy} onClick={() => go(next)}>
            Next
          </Button>
        )}
      </div>
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
  mapped: boolean
  onLook(looked: Looked): void
}

function PreviewOf({ dataset, source, reading, mapped, onLook }: PreviewOfProps) {
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
  return <PreviewPart key={keyOf(source)} {...{ dataset, source, reading, mapped, onLook }} />
}

function keyOf(source: Source): string {
  if (source.kind !== "files") return JSON.stringify(source)
  return source.files.map(({ name, size, lastModified }) => `${name} ${size} ${lastModified}`).join()
}
