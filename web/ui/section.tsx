import { type ReactNode, useId } from "react"

interface SectionProps {
  title: string
  /** Beside the title. */
  aside?: ReactNode
  children: ReactNode
  className?: string
}

/** A titled part of a page. */
export function Section({ title, aside, children, className = "" }: SectionProps) {
  const heading = useId()
  return (
    <section aria-labelledby={heading} className={`panel ${className}`}>
      <header className="panel-head">
        <h2 id={heading}>{title}</h2>
        {aside}
      </header>
      {children}
    </section>
  )
}

/** Reachable by keyboard, as what scrolls must be. */
const scroller = (label: string) => ({ role: "group", tabIndex: 0, "aria-label": label })

/** A wide table's own place to scroll sideways. */
export function Scroll({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="scroll" {...scroller(label)}>
      {children}
    </div>
  )
}
