import { useEffect } from "react"
import { codeOf } from "../client/call.ts"
import { useDatasets } from "../client/use-datasets.ts"
import { useMayChange } from "../session.tsx"
import { Connection } from "../ui/connection.tsx"
import { RecentImports } from "./recent-imports.tsx"
import { StartForm } from "./start-form.tsx"

/** Begin an import, and see the recent ones. */
export function StartPage({ onSignedOut }: { onSignedOut(): void }) {
  const mayChange = useMayChange()
  const datasets = useDatasets()
  const { error } = datasets
  useEffect(() => {
    if (codeOf(error) === "unauthorized") onSignedOut()
  }, [error, onSignedOut])
  return (
    <div className="start">
      <h1>Imports</h1>
      {error !== undefined && <Connection retry_at={datasets.retry_at} error={error} />}
      {mayChange && datasets.data && <StartForm datasets={datasets.data} />}
      <RecentImports datasets={datasets.data ?? []} />
    </div>
  )
}
