import type { ReactNode } from "react"
import { Icon } from "./icon.tsx"

/** Says once, and aloud, why something does not go. */
export function Refusal({ children }: { children: ReactNode }) {
  return (
    <p className="notice bad" role="alert">
      <Icon name="bad" /> <span>{children}</span>
    </p>
  )
}
