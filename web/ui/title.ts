import { useEffect } from "react"

/** What the window is called as long as this is shown. */
export function useTitle(title = "Sluice"): void {
  useEffect(() => {
    document.title = title
    return () => {
      document.title = "Sluice"
    }
  }, [title])
}
