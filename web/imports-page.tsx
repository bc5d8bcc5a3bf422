import { useState } from "react"
import useSWR from "swr"
import { ImportsAnswer } from "../lib/contract/imports.ts"
import { UploadsAnswer } from "../lib/contract/uploads.ts"
import { call } from "./api.ts"
import { driveImport } from "./drive-import.ts"
import { RecentImports } from "./recent-imports.tsx"

interface Running {
  sentence: string
  percentage: number | null
}

/** Start an import from a stored file, and see the recent ones. */
export function ImportsPage() {
  const imports = useSWR("/api/imports?limit=20", (path) => call(path, ImportsAnswer), {
    refreshInterval: 3_000,
  })
  const uploads = useSWR("/api/uploads", (path) => call(path, UploadsAnswer))
  const [chosen, setChosen] = useState("")
  const [running, setRunning] = useState<Running | null>(null)
  const [busy, setBusy] = useState(false)
  const [failure, setFailure] = useState<string | null>(null)
  const files = uploads.data?.uploads ?? []
  const filename = chosen || (files.at(-1)?.filename ?? "")

  async function start() {
    setBusy(true)
    setFailure(null)
    try {
      await driveImport(filename, (sentence, percentage) => setRunning({ sentence, percentage }))
    } catch (error) {
      setFailure(error instanceof Error ? error.message : String(error))
    }
    setBusy(false)
    await imports.mutate()
  }

  const trouble = failure ?? imports.error?.message ?? uploads.error?.message
  return (
    <main>
      <h1>Sluice</h1>
      <section aria-labelledby="start">
        <h2 id="start">Import a stored file</h2>
        <form
          onSubmit={(event) => {
            event.preventDefault()
            void start()
          }}
        >
          <label htmlFor="file">File</label>
          <select
            id="file"
            value={filename}
            onChange={(event) => setChosen(event.target.value)}
            disabled={busy}
          >
            {files.map((file) => (
              <option key={file.filename}>{file.filename}</option>
            ))}
          </select>
          <button type="submit" disabled={busy || filename === ""}>
            {busy ? "Importing …" : "Import"}
          </button>
        </form>
        {uploads.data && files.length === 0 && <p>No file is stored yet. POST one to /api/uploads.</p>}
        {running && (
          <div>
            <progress
              aria-label="Progress of this import"
              max={100}
              value={running.percentage ?? undefined}
            />
            <p role="status">{running.sentence}</p>
          </div>
        )}
        {trouble && <p role="alert">{trouble}</p>}
      </section>
      <RecentImports imports={imports.data?.imports} />
    </main>
  )
}
