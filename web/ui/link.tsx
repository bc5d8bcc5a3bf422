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

/**
 * A choice that is part of the address, so that Back, a reload and a copied address bring it back; empty where nothing is
 * chosen. Choosing leaves the page where it is scrolled to.
 */
export function useAddress(
  name: string,
  how: Step = "as a step",
): [chosen: string, choose: (value: string) => void] {
  const chosen = useSyncExternalStore(subscribe, () => new URLSearchParams(location.search).get(name) ?? "")
  return [chosen, (value) => choose({ [name]: value }, how)]
}

/** What is chosen of several things that are part of the address; each is empty where nothing is. */
export function useChosen<Name extends string>(...names: Name[]): Record<Name, string> {
  const search = new URLSearchParams(useSyncExternalStore(subscribe, () => location.search))
  const chosen = names.map((name) => [name, search.get(name) ?? ""])
  return Object.fromEntries(chosen) as Record<Name, string>
}

/** Whether Back comes by what was there before. */
type Step = "as a step" | "in place"

/** Chooses several at once. */
export function choose(values: Record<string, string>, how: Step = "as a step"): void {
  const search = new URLSearchParams(location.search)
  for (const [name, value] of Object.entries(values)) {
    if (value === "") search.delete(name)
    else search.set(name, value)
  }
  const asked = search.size > 0 ? `?${search}` : ""
  if (asked === location.search) return
  const address = `${location.pathname}${asked}${location.hash}`
  if (how === "as a step") history.pushState(null, "", address)
  else history.replaceState(null, "", address)
  dispatchEvent(new Event(MOVED))
}

interface LinkProps {
  to: string
  children: ReactNode
  className?: string
  /** It leads to the page that is shown. */
  current?: boolean
}

/** A link within the site; opening it in another tab or window stays the browser's matter. */
export function Link({ to, children, className, current = false }: LinkProps) {
  return (
    <a
      href={to}
      className={className}
      aria-current={current ? "page" : undefined}
      onClick={(event) => isPlain(event) && goTo(to)}
    >
      {children}
    </a>
  )
}

interface ChoiceLinkProps {
  name: string
  value: string
  /** It is what is chosen. */
  current?: boolean
  children: ReactNode
  className?: string
}

/** A link to this page with one thing of its address chosen otherwise. */
export function ChoiceLink({ name, value, current = false, children, className }: ChoiceLinkProps) {
  const search = new URLSearchParams(location.search)
  search.set(name, value)
  return (
    <a
      href={`?${search}`}
      className={className}
      aria-current={current ? "true" : undefined}
      onClick={(event) => isPlain(event) && choose({ [name]: value })}
    >
      {children}
    </a>
  )
}

/** Whether the page itself is to follow: all else is the browser's. */
function isPlain(event: MouseEvent): boolean {
  if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return false
  event.preventDefault()
  return true
}
