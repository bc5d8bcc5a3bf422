import { type ReactNode, type Ref, useId } from "react"

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

interface ScrollProps {
  label: string
  children: ReactNode
  className?: string
  ref?: Ref<HTMLDivElement>
}

/** A table's own place to scroll. */
export function Scroll({ label, children, className = "", ref }: ScrollProps) {
  return (
    <div ref={ref} className={`scroll ${className}`} {...scroller(label)}>
      {children}
    </div>
  )
}
