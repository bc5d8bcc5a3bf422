import { useSyncExternalStore } from "react"

/** What a file seems to be, and by what that is told. */
export interface Guess {
  dataset: string
  why: string
}

interface Handed {
  files: readonly File[]
  /** Null where it cannot be told, undefined where nobody has looked. */
  guess: Guess | null | undefined
  /** Another number for whatever comes from outside the form. */
  arrival: number
  /** These did. */
  arrived: boolean
}

let handed: Handed = { files: [], guess: undefined, arrival: 0, arrived: false }
const listeners = new Set<() => void>()

function set(next: Handed): void {
  handed = next
  for (const tell of listeners) tell()
}

/** Takes files from wherever they were dropped or pasted, for the form to begin with. */
export function hand(files: readonly File[], guess: Guess | null): void {
  set({ files, guess, arrival: handed.arrival + 1, arrived: true })
}

/** Keeps the files that the form has, so that they are still there when another dataset is chosen. */
export function keepFiles(files: readonly File[]): void {
  if (files !== handed.files) set({ ...handed, files, guess: undefined, arrived: false })
}

/** Says what the kept files seem to be. */
export function keepGuess(files: readonly File[], guess: Guess | null): void {
  if (files === handed.files) set({ ...handed, guess })
}

export function handedFiles(): readonly File[] {
  return handed.files
}

/** The files that were handed in, as long as no import of them has begun; outlives the form. */
export function useHanded(): Handed {
  return useSyncExternalStore(subscribe, () => handed)
}

function subscribe(tell: () => void): () => void {
  listeners.add(tell)
  return () => listeners.delete(tell)
}
