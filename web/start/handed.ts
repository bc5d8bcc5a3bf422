import { createStore } from "../client/store.ts"

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

const handed = createStore<Handed>({ files: [], guess: undefined, arrival: 0, arrived: false })

/** The files that were handed in, as long as no import of them has begun; outlives the form. */
export const useHanded = handed.use

/** Takes files from wherever they were dropped or pasted, for the form to begin with. */
export function hand(files: readonly File[], guess: Guess | null): void {
  handed.set({ files, guess, arrival: handed.get().arrival + 1, arrived: true })
}

/** Keeps the files that the form has, so that they are still there when another dataset is chosen. */
export function keepFiles(files: readonly File[]): void {
  const before = handed.get()
  if (files !== before.files) handed.set({ ...before, files, guess: undefined, arrived: false })
}

/** Says what the kept files seem to be. */
export function keepGuess(files: readonly File[], guess: Guess | null): void {
  const before = handed.get()
  if (files === before.files) handed.set({ ...before, guess })
}

export function handedFiles(): readonly File[] {
  return handed.get().files
}
