import type { ComponentProps } from "react"

interface ButtonProps extends Omit<ComponentProps<"button">, "className" | "disabled" | "aria-disabled"> {
  /** What it looks like beside a button: primary, danger, large, plain, square, link. */
  look?: string
  /** Pressing it does nothing now; it stays where it is, and keeps the focus. */
  idle?: boolean
}

export function Button({ look = "", idle, onClick, type = "button", ...others }: ButtonProps) {
  return (
    <button
      type={type}
      className={`button ${look}`}
      aria-disabled={idle}
      onClick={(event) => idle || onClick?.(event)}
      {...others}
    />
  )
}
