import type { ReactNode } from "react"
import { Icon, type IconName } from "./icon.tsx"

const ICONS = { info: "quiet", warning: "warning", bad: "bad" } as const

interface NoticeProps {
  tone: keyof typeof ICONS
  /** Where that of the tone would say something else. */
  icon?: IconName
  role?: "alert" | "status"
  children: ReactNode
  /** What can be done about it. */
  aside?: ReactNode
}

/** Something to know beside the content of a page. */
export function Notice({ tone, icon = ICONS[tone], role, children, aside }: NoticeProps) {
  return (
    <p className={`notice ${tone}`} role={role}>
      <Icon name={icon} />
      <span>{children}</span>
      {aside}
    </p>
  )
}

/** Says once, and aloud, why something does not go. */
export function Refusal({ children }: { children: ReactNode }) {
  return (
    <Notice tone="bad" role="alert">
      {children}
    </Notice>
  )
}
