import { useEffect, useRef } from "react"
import type { DatasetDeclaration } from "../../lib/contract/datasets.ts"
import { Button } from "../ui/button.tsx"

/** Where one is on the way to an import; the last is the import's own page. */
export type Step = "file" | "look" | "columns" | "check"

const WORDS: Record<Step, string> = { file: "File", look: "Look", columns: "Columns", check: "Check" }

/** The steps of a dataset: only what comes in rows of one's own is looked at and told its columns. */
export function stepsOf({ mappable }: DatasetDeclaration): readonly Step[] {
  return mappable ? ["file", "look", "columns", "check"] : ["file", "check"]
}

interface StepsProps {
  steps: readonly Step[]
  current: Step
  /** There is something to go on with. */
  open: boolean
  onGo(step: Step): void
}

/** The way to an import; each step can be gone to, back and forth. Whoever gets to another begins at its top. */
export function Steps({ steps, current, open, onGo }: StepsProps) {
  const list = useRef<HTMLOListElement>(null)
  const shown = useRef(current)
  useEffect(() => {
    if (shown.current === current) return
    shown.current = current
    list.current?.querySelector<HTMLElement>("[aria-current]")?.focus()
  }, [current])
  return (
    <ol className="steps" aria-label="Steps" ref={list}>
      {steps.map((step) => (
        <li key={step}>
          <Button
            look="link"
            aria-current={step === current ? "step" : undefined}
            idle={!open && step !== "file"}
            onClick={() => onGo(step)}
          >
            {WORDS[step]}
          </Button>
        </li>
      ))}
      <li className="muted">Import</li>
    </ol>
  )
}
