import { type MouseEvent, type ReactNode, useSyncExternalStore } from "react"

const MOVED = "sluice:moved"

function subscribe(changed: () => void): () => void {
  addEventListener("popstate", changed)
  addEventListener(MOVED, changed)
  return () => {
    removeEventListener("popstate", changed)
    removeEventListener(MOVED, changed)
  }
}

/** The path shown, followed as it changes. */
export function usePath(): string {
  return useSyncExternalStore(subscribe, () => location.pathname)
}

/** Shows another page of this site. */
export function goTo(path: string): void {
  history.pushState(null, "", path)
  dispatchEvent(new Event(MOVED))
  scrollTo(0, 0)
}

interface LinkProps {
  to: string
  children: ReactNode
  className?: string
}

/** A link within the site; opening it in another tab or window stays the browser's matter. */
export function Link({ to, children, className }: LinkProps) {
  const follow = (event: MouseEvent) => {
    if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return
    event.preventDefault()
    goTo(to)
  }
  return (
    <a href={to} className={className} onClick={follow}>
      {children}
    </a>
  )
}
