import type { ReactNode } from "react"
import { useAddress } from "./link.tsx"

interface FoldProps {
  /** As it stands in the address. */
  name: string
  summary: ReactNode
  children: ReactNode
  className?: string
  /** As long as nobody has said otherwise. */
  open?: boolean
}

/** What can be folded away; whether it is, is part of the address, though no step for Back. */
export function Fold({ name, summary, children, className = "more", open: atFirst = false }: FoldProps) {
  const [said, say] = useAddress(name, "in place")
  const open = said === "" ? atFirst : said === "open"
  const toggled = (now: boolean) => {
    if (now !== open) say(now === atFirst ? "" : now ? "open" : "closed")
  }
  return (
    <details className={className} open={open} onToggle={(event) => toggled(event.currentTarget.open)}>
      <summary>{summary}</summary>
      {open && children}
    </details>
  )
}
