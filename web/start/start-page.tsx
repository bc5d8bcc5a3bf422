import { useEffect } from "react"
import type { DatasetDeclaration } from "../../lib/contract/datasets.ts"
import { codeOf } from "../client/call.ts"
import { useDatasets } from "../client/use-datasets.ts"
import { useMayChange } from "../session.tsx"
import { Connection } from "../ui/connection.tsx"
import { choose, useAddress } from "../ui/link.tsx"
import { NextUpdate } from "./next-update.tsx"
import { RecentImports } from "./recent-imports.tsx"
import { StartForm } from "./start-form.tsx"

const DAILY_UPDATE = "daily-update"
const NONE: DatasetDeclaration[] = []

/** The way to an import of another dataset begins at its beginning. */
const setOut = (into: string) => choose({ into, from: "", file: "", step: "" }, "in place")

/** Begin an import, and see the recent ones. */
export function StartPage({ onSignedOut }: { onSignedOut(): void }) {
  const mayChange = useMayChange()
  const datasets = useDatasets()
  const [name] = useAddress("into")
  const { error } = datasets
  useEffect(() => {
    if (codeOf(error) === "unauthorized") onSignedOut()
  }, [error, onSignedOut])
  const all = datasets.data ?? NONE
  const chosen = all.find(({ dataset }) => dataset === name) ?? all[0]
  return (
    <div className="start">
      <h1>Imports</h1>
      {error !== undefined && <Connection retry_at={datasets.retry_at} error={error} />}
      {mayChange && chosen && <StartForm datasets={all} dataset={chosen} onChoose={setOut} />}
      {/* Nothing is shown below what is still to come. */}
      {datasets.data && (
        <RecentImports datasets={all} chosen={chosen}>
          {mayChange && all.some(({ dataset }) => dataset === DAILY_UPDATE) && (
            <NextUpdate dataset={DAILY_UPDATE} />
          )}
        </RecentImports>
      )}
    </div>
  )
}
