import { type ReactNode, Suspense } from "react"
import { ChoiceLink, useAddress } from "../ui/link.tsx"

export interface Part {
  /** As it stands in the address. */
  name: string
  word: string
  content: ReactNode
}

/** What else there is to read of an import, one at a time; which is part of the address. */
export function Parts({ parts }: { parts: readonly Part[] }) {
  const [chosen] = useAddress("part")
  const shown = parts.find(({ name }) => name === chosen) ?? parts[0]
  return (
    <>
      <nav className="parts" aria-label="More about this import">
        {parts.map(({ name, word }) => (
          <ChoiceLink key={name} name="part" value={name} current={name === shown?.name}>
            {word}
          </ChoiceLink>
        ))}
      </nav>
      <Suspense fallback={<div className="panel" />}>{shown?.content}</Suspense>
    </>
  )
}
