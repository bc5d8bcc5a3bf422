import type { Refusal } from "./read-request.ts"

/** Thrown by a reader where there is an answer other than a text. */
export class RefusedError extends Error {
  readonly refusal: Refusal

  constructor(refusal: Refusal) {
    super(refusal)
    this.name = "RefusedError"
    this.refusal = refusal
  }
}
