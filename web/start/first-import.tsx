import type { DatasetDeclaration } from "../../lib/contract/datasets.ts"
import { endpoints } from "../../lib/contract/endpoints.ts"
import { call } from "../client/call.ts"
import { usePolled } from "../client/use-polled.ts"
import { useMayChange } from "../session.tsx"
import { beginImport, useBeginning } from "./begin-import.ts"

const SAMPLE = /_Full\.zip$/i

/** Nothing has been imported yet: one press shows what it is like. */
export function FirstImport({ datasets }: { datasets: DatasetDeclaration[] }) {
  const mayChange = useMayChange()
  const { state } = useBeginning()
  const [dataset] = datasets
  const uploads = usePolled("uploads", () => call(endpoints.uploads), 0)
  const stored = uploads.data?.uploads.filter(({ filename }) => SAMPLE.test(filename)).at(-1)
  // Which file it will be has to be known before it can be pressed.
  const known = uploads.data !== undefined || uploads.error !== undefined
  const busy = !known || state === "sending" || state === "opening"
  const begin = () => {
    if (!dataset || busy) return
    const source = stored
      ? { kind: "stored" as const, filename: stored.filename }
      : { kind: "example" as const, filename: dataset.example_file }
    void beginImport(dataset.dataset, source, {})
  }
  return (
    <section className="panel empty" aria-labelledby="first">
      <h2 id="first">Nothing has been imported yet</h2>
      <p>
        A file is read, cut into batches, and applied batch by batch while you watch. You can pause it, close
        the page, and undo it.
      </p>
      {mayChange && dataset && (
        <button type="button" className="button primary large" aria-disabled={busy} onClick={begin}>
          Import the sample
        </button>
      )}
      {mayChange && dataset && (
        <p className="muted">
          {known && (stored?.filename ?? `${dataset.example_file}, five made-up enterprises`)}
        </p>
      )}
    </section>
  )
}
