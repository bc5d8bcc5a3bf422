import { type FocusEvent, useEffect, useRef } from "react"

/** Where the focus goes when what had it is gone: to the page's heading, from where reading and tabbing go on. */
export function focusHeading(): void {
  const heading = document.querySelector<HTMLElement>("main h1")
  if (!heading) return
  heading.tabIndex = -1
  heading.focus({ preventScroll: true })
}

/** Gives the focus to the heading when that of these goes which had it. Answers what each has beside its content. */
export function useFocusKept(keys: readonly string[]) {
  const held = useRef<string | null>(null)
  const shown = keys.join()
  useEffect(() => {
    if (held.current === null || shown.split(",").includes(held.current)) return
    held.current = null
    if (document.activeElement === document.body) focusHeading()
  }, [shown])
  return (key: string) => ({
    onFocus: () => {
      held.current = key
    },
    // Of a window that is left the element keeps the focus.
    onBlur: ({ target }: FocusEvent) => {
      if (document.activeElement !== target) held.current = null
    },
  })
}
