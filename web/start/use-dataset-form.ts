import { type FormEvent, useState } from "react"
import type { DatasetDeclaration } from "../../lib/contract/datasets.ts"
import { type Looked, NOT_LOOKED } from "../preview/preview.tsx"
import type { Reading } from "../preview/use-preview.ts"
import { endingOf, objectionToFiles } from "../source/files.ts"
import type { Source } from "../source/source.ts"
import { useAddress } from "../ui/link.tsx"
import { beginImport } from "./begin-import.ts"
import { type Beginning, type FieldErrors, isUnderWay, useBeginning } from "./beginning.ts"
import { checkOptions, optionsFrom } from "./check-options.ts"
import { handedFiles, keepFiles } from "./handed.ts"
import { READING } from "./reading-fields.tsx"
import { type Step, stepsOf } from "./steps.tsx"

const NO_ERRORS: FieldErrors = {}
const NO_READING: Reading = {}

/** What has been said of an import so far, and what is wrong with it. */
interface DatasetFormState {
  source: Source | null
  reading: Reading
  looked: Looked
  beginning: Beginning
  busy: boolean
  errors: FieldErrors
  /** Why the source will not do. */
  objection: string | null
  /** It cannot be begun like this. */
  blocked: boolean
  /** Why it cannot be begun as it is, or what is still to be said once somebody has tried. */
  missing: string | null
  /** The way to the import, where one is on it, and what comes before and after. */
  steps: readonly Step[]
  step: Step
  before: Step | null
  next: Step
  open: boolean
  go(step: Step): void
  choose(source: Source | null): void
  look(looked: Looked): void
  change(event: FormEvent<HTMLFormElement>): void
  begin(event: FormEvent<HTMLFormElement>): void
}

/** Keeps what is said of one import, checks it, and begins it. */
export function useDatasetForm(dataset: DatasetDeclaration): DatasetFormState {
  const [source, setSource] = useState(() => handedSource(dataset))
  const [looked, look] = useState(NOT_LOOKED)
  const [reading, setReading] = useState(NO_READING)
  const [missing, setMissing] = useState<string | null>(null)
  const [wrong, setWrong] = useState(NO_ERRORS)
  const beginning = useBeginning()
  const busy = isUnderWay(beginning)
  const errors = beginning.state === "refused" ? { ...beginning.fields, ...wrong } : wrong
  const objection = objectionTo(source, dataset)
  const steps = stepsOf(dataset)
  const [chosen, setChosen] = useAddress("step")
  // The files of a page that was left are gone.
  const open = source !== null && objection === null
  const step = (open && steps.find((one) => one === chosen)) || "file"
  const next = steps[steps.indexOf(step) + 1] ?? step
  const obstacle = objection ?? looked.objection

  const choose = (other: Source | null) => {
    // An address that names a later step is of another time.
    if (other?.kind === "files") setChosen("")
    setSource(other)
    keepFiles(other?.kind === "files" ? other.files : [])
    look(NOT_LOOKED)
    setMissing(null)
  }
  const change = (event: FormEvent<HTMLFormElement>) => {
    setWrong(NO_ERRORS)
    setReading(readingIn(event.currentTarget, dataset, reading))
  }
  const go = (to: Step) => setChosen(to === "file" ? "" : to)
  const begin = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    if (busy) return
    // Enter in a field of an earlier step is no wish to begin.
    if (step !== "check") return go(next)
    const given = optionsFrom(new FormData(event.currentTarget), dataset.options)
    const checked = checkOptions(given, dataset.options)
    setWrong(checked.errors ?? NO_ERRORS)
    if (READING.some((name) => checked.errors?.[name])) go("look")
    setMissing(obstacle ?? (source ? null : "Choose a file, or give an address."))
    if (obstacle || !source || !checked.options) return
    const { mapping, before } = looked
    void beginImport(dataset.dataset, source, { ...before, ...checked.options, ...(mapping && { mapping }) })
  }
  const blocked = obstacle !== null
  return {
    ...{ source, reading, looked, beginning, busy, errors, objection, blocked, missing: obstacle ?? missing },
    ...{ steps, step, before: steps[steps.indexOf(step) - 1] ?? null, next, open, go },
    ...{ choose, look, change, begin },
  }
}

/** What was dropped, or chosen before another dataset was, where the dataset takes it. */
function handedSource({ accepts, most_files }: DatasetDeclaration): Source | null {
  const files = [...handedFiles()]
  const [first] = files
  const isTaken = first && (files.length > 1 ? most_files > 1 : accepts.includes(endingOf(first.name)))
  return isTaken && new URLSearchParams(location.search).get("from") === "files"
    ? { kind: "files", files }
    : null
}

/** Why these files cannot be imported; of a source that is elsewhere that is not known here. */
export function objectionTo(source: Source | null, dataset: DatasetDeclaration): string | null {
  return source?.kind === "files" ? objectionToFiles(source.files, dataset) : null
}

/** How the form says the file is to be read; as before while what it says is no good. */
function readingIn(form: HTMLFormElement, dataset: DatasetDeclaration, before: Reading): Reading {
  const about = [...READING, "default_country"]
  const declared = dataset.options.filter(({ name }) => about.includes(name))
  const { options } = checkOptions(optionsFrom(new FormData(form), declared), declared)
  return options === null || JSON.stringify(options) === JSON.stringify(before) ? before : options
}
