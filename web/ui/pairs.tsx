import type { ReactNode } from "react"

/** Names, each with what it stands for beside it. */
export function Pairs({ className = "", children }: { className?: string; children: ReactNode }) {
  return <dl className={`pairs ${className}`}>{children}</dl>
}

interface PairProps {
  name: string
  className?: string | undefined
  children: ReactNode
}

export function Pair({ name, className, children }: PairProps) {
  return (
    <div className={className}>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  )
}
