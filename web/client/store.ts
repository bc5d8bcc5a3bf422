import { useSyncExternalStore } from "react"

export interface Store<T> {
  get(): T
  set(next: T): void
  /** The value, followed as it changes. */
  use(): T
}

/** What a tab knows beside its components, and longer than they last. */
export function createStore<T>(first: T): Store<T> {
  let value = first
  const listeners = new Set<() => void>()
  const subscribe = (tell: () => void) => {
    listeners.add(tell)
    return () => listeners.delete(tell)
  }
  const get = () => value
  return {
    get,
    set(next) {
      value = next
      for (const tell of listeners) tell()
    },
    use: () => useSyncExternalStore(subscribe, get),
  }
}
