import { classifyError } from "../db/classify.ts"

const TRIES = 6

/** Runs `work` again when another transaction was faster; each time it reads anew what it decides on. */
export async function retryOnConflict<T>(work: () => Promise<T>): Promise<T> {
  for (let tried = 1; ; tried += 1) {
    try {
      return await work()
    } catch (error) {
      if (classifyError(error) !== "conflict" || tried === TRIES) throw error
    }
  }
}
