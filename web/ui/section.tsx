import { type ReactNode, useId } from "react"

interface SectionProps {
  /** For links to it. */
  id?: string
  title: string
  /** Beside the title. */
  aside?: ReactNode
  children: ReactNode
  className?: string
}

/** A titled part of a page. */
export function Section({ id, title, aside, children, className = "" }: SectionProps) {
  const heading = useId()
  return (
    <section id={id} aria-labelledby={heading} className={`panel ${className}`}>
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
