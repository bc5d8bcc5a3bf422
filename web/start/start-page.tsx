import type { DatasetDeclaration } from "../../lib/contract/datasets.ts"
import { useDatasets } from "../client/use-datasets.ts"
import { isSettled } from "../client/use-polled.ts"
import { useMayChange } from "../session.tsx"
import { useUploads } from "../source/use-uploads.ts"
import { Connection } from "../ui/connection.tsx"
import { choose, useAddress } from "../ui/link.tsx"
import { isRegister } from "../words/datasets.ts"
import { FirstImport } from "./first-import.tsx"
import { handedFiles } from "./handed.ts"
import { NextUpdate } from "./next-update.tsx"
import { RecentImports } from "./recent-imports.tsx"
import { Standing } from "./standing.tsx"
import { StartForm } from "./start-form.tsx"
import { useRecent } from "./use-recent.ts"
import { useStanding } from "./use-standing.ts"

const NONE: DatasetDeclaration[] = []

/** The way to an import of another dataset begins at its beginning, with the files that are there. */
const setOut = (into: string) =>
  choose({ into, from: handedFiles().length > 0 ? "files" : "", file: "", step: "" }, "in place")

/** Where things stand, a way to begin an import, and the recent ones. */
export function StartPage() {
  const mayChange = useMayChange()
  const datasets = useDatasets()
  const recent = useRecent()
  const uploads = useUploads()
  const [name] = useAddress("into")
  const { data: all = NONE, error } = datasets
  const register = all.find(isRegister)
  const standing = useStanding(datasets.data && register !== undefined)
  const chosen = all.find(({ dataset }) => dataset === name) ?? all[0]
  const isEmpty = recent.newest.data && recent.imports.length === 0 && !recent.filtered
  // Nothing is shown below what is still to come.
  const isKnown = datasets.data && standing.settled && [recent.newest, uploads].every(isSettled)
  return (
    <div className="start">
      <h1>Imports</h1>
      <Connection retry_at={datasets.retry_at} error={error} />
      {isKnown && isEmpty && (
        <FirstImport dataset={chosen}>
          {mayChange && register && <NextUpdate dataset={register.dataset} />}
        </FirstImport>
      )}
      {isKnown && (!isEmpty || standing.feeds.length > 0) && (
        <Standing standing={standing} register={register?.dataset} />
      )}
      {isKnown && mayChange && chosen && <StartForm datasets={all} dataset={chosen} onChoose={setOut} />}
      {isKnown && !isEmpty && <RecentImports datasets={all} recent={recent} />}
    </div>
  )
}
