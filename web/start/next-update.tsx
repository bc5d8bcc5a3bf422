import { useId } from "react"
import { endpoints } from "../../lib/contract/endpoints.ts"
import { call } from "../client/call.ts"
import { usePolled } from "../client/use-polled.ts"
import { Button } from "../ui/button.tsx"
import { givenName } from "../words/files.ts"
import { beginImport } from "./begin-import.ts"
import { isUnderWay, useBeginning } from "./beginning.ts"
import { PAGE_DEFAULTS } from "./check-options.ts"

const EVERY_MS = 10_000

/** The stored extract that comes next, or why there is none. */
export function useNextUpdate(wanted = true, every = EVERY_MS) {
  return usePolled(wanted ? "next update" : null, () => call(endpoints.nextDailyUpdate), every)
}

/** One press imports the newest extract that is stored and not imported yet. */
export function NextUpdate({ dataset }: { dataset: string }) {
  const { data } = useNextUpdate()
  const underWay = isUnderWay(useBeginning())
  const hint = useId()
  const filename = data?.filename ?? null
  const disabled = filename === null || underWay
  const begin = () => {
    if (!disabled) void beginImport(dataset, { kind: "stored", filename }, PAGE_DEFAULTS)
  }
  return (
    <p className="next-update">
      <Button idle={disabled} aria-describedby={hint} onClick={begin}>
        Import Daily Update
      </Button>
      <span className="muted" id={hint}>
        {filename === null ? data?.reason : givenName(filename)}
      </span>
    </p>
  )
}
