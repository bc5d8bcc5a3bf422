import type { ReactNode } from "react"

interface CheckProps {
  checked: boolean
  onChange(checked: boolean): void
  children: ReactNode
}

/** A choice that is made or not. */
export function Check({ checked, onChange, children }: CheckProps) {
  return (
    <label className="check">
      <input type="checkbox" checked={checked} onChange={({ target }) => onChange(target.checked)} />
      <span>{children}</span>
    </label>
  )
}
