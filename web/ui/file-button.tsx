import type { ReactNode } from "react"

interface FileButtonProps {
  /** Endings that are offered; all without it. */
  accept?: string | undefined
  multiple?: boolean
  disabled?: boolean
  onFiles(files: File[]): void
  children: ReactNode
}

/** A button that asks for files, or takes those dropped on it; the same ones can be chosen again. */
export function FileButton({ accept, multiple, disabled, onFiles, children }: FileButtonProps) {
  return (
    <label className="button" aria-disabled={disabled}>
      {children}
      <input
        type="file"
        accept={accept}
        multiple={multiple}
        disabled={disabled}
        onChange={({ target }) => {
          const files = [...(target.files ?? [])]
          if (files.length > 0) onFiles(files)
          target.value = ""
        }}
      />
    </label>
  )
}
