import { useEffect } from "react"
import { endpoints } from "../../lib/contract/endpoints.ts"
import { call, codeOf } from "../client/call.ts"
import { usePolled } from "../client/use-polled.ts"
import { useMayChange } from "../session.tsx"
import { Connection } from "../ui/connection.tsx"
import { RecentImports } from "./recent-imports.tsx"
import { StartForm } from "./start-form.tsx"

/** Begin an import, and see the recent ones. */
export function StartPage({ onSignedOut }: { onSignedOut(): void }) {
  const mayChange = useMayChange()
  const datasets = usePolled("datasets", () => call(endpoints.datasets), 0)
  const { error } = datasets
  useEffect(() => {
    if (codeOf(error) === "unauthorized") onSignedOut()
  }, [error, onSignedOut])
  return (
    <div className="start">
      <h1>Imports</h1>
      {error !== undefined && <Connection retry_at={datasets.retry_at} error={error} />}
      {mayChange && datasets.data && <StartForm datasets={datasets.data.datasets} />}
      <RecentImports datasets={datasets.data?.datasets ?? []} />
    </div>
  )
}
