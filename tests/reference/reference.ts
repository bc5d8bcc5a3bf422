import { emptyRegister, type Folded, foldExtract, type Register } from "./fold.ts"
import { readExtract } from "./read.ts"

/** A register that remembers what it was before each extract, so that the newest can be taken back. */
export class Reference {
  #states: Register[] = [emptyRegister()]

  get register(): Register {
    const state = this.#states.at(-1)
    if (!state) throw new Error("There is always a state: the empty one.")
    return state
  }

  /** Applies the bytes of an extract's ZIP and tells what that counts. */
  async apply(zip: Buffer): Promise<Folded["counts"]> {
    const { register, counts } = foldExtract(this.register, await readExtract(zip))
    this.#states.push(register)
    return counts
  }

  /** Takes the newest extract back. */
  rollback(): void {
    if (this.#states.length === 1) throw new Error("Nothing has been applied.")
    this.#states.pop()
  }
}
