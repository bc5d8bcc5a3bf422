import { type RefObject, useEffect, useState, useSyncExternalStore } from "react"

/** How wide an element is, in whole pixels; 0 until it is laid out. */
export function useWidth(element: RefObject<HTMLElement | null>): number {
  const [width, setWidth] = useState(0)
  useEffect(() => {
    if (!element.current) return
    const observer = new ResizeObserver(([entry]) => setWidth(Math.floor(entry?.contentRect.width ?? 0)))
    observer.observe(element.current)
    return () => observer.disconnect()
  }, [element])
  return width
}

/** Whether the colour scheme is the dark one. */
export function useDark(): boolean {
  return useSyncExternalStore(onScheme, () => darkScheme().matches)
}

const darkScheme = () => matchMedia("(prefers-color-scheme: dark)")

function onScheme(changed: () => void): () => void {
  const query = darkScheme()
  query.addEventListener("change", changed)
  return () => query.removeEventListener("change", changed)
}
