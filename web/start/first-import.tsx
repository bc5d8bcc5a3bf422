import type { ReactNode } from "react"
import type { DatasetDeclaration } from "../../lib/contract/datasets.ts"
import { useAction } from "../client/use-action.ts"
import { useMayChange } from "../session.tsx"
import { exampleFile, type Source } from "../source/source.ts"
import { useUploads } from "../source/use-uploads.ts"
import { Button } from "../ui/button.tsx"
import { Link } from "../ui/link.tsx"
import { Refusal } from "../ui/notice.tsx"
import { givenName } from "../words/files.ts"
import { beginImport } from "./begin-import.ts"
import { isUnderWay, useBeginning } from "./beginning.ts"
import { PAGE_DEFAULTS } from "./check-options.ts"

const SAMPLE = /_Full\.zip$/i

interface FirstImportProps {
  dataset: DatasetDeclaration | undefined
  children: ReactNode
}

/** Nothing has been imported yet: one press shows what it is like. */
export function FirstImport({ dataset, children }: FirstImportProps) {
  const mayChange = useMayChange()
  const beginning = useBeginning()
  const uploads = useUploads()
  const sample = uploads.data?.uploads.filter(isSample).at(-1)
  // Which file it will be has to be known before it can be pressed.
  const known = uploads.data !== undefined || uploads.error !== undefined
  const stored = dataset && sample && fits(sample.filename, dataset) ? sample.filename : null
  const fetching = useAction()
  const busy = !known || fetching.busy || isUnderWay(beginning)
  const begin = async ({ dataset: name, example_file }: DatasetDeclaration) => {
    const source: Source = stored
      ? { kind: "stored", filename: stored }
      : { kind: "files", files: [await exampleFile(name, example_file)] }
    void beginImport(name, source, PAGE_DEFAULTS)
  }
  return (
    <section className="panel empty start-first" aria-labelledby="first">
      <h2 id="first">Nothing has been imported yet</h2>
      <p>
        A file is read, cut into batches, and applied batch by batch while you watch. You can pause it, close
        the page, and undo it.
      </p>
      {mayChange && dataset && (
        <>
          <Button look="primary large" idle={busy} onClick={() => void fetching.run(() => begin(dataset))}>
            Import the sample
          </Button>
          <p className="muted">
            {known && (stored ? givenName(stored) : `${dataset.example_file}, a small made-up file`)}
          </p>
        </>
      )}
      {fetching.refusal && <Refusal>{fetching.refusal}</Refusal>}
      {/* With a stored sample the extract that comes next is that same file. */}
      {known && !stored && children}
      {mayChange && (
        <p className="muted">
          What repeats is brought by a <Link to="/feeds">feed</Link>.
        </p>
      )}
    </section>
  )
}

const isSample = ({ filename }: { filename: string }) => SAMPLE.test(filename)

/** The sample that is stored beside an installation is of the dataset that takes nothing but archives. */
function fits(filename: string, { accepts }: DatasetDeclaration): boolean {
  return accepts.every((ending) => filename.toLowerCase().endsWith(ending))
}
