/** Why there is no text. */
export type Refusal =
  | "encrypted"
  | "corrupt"
  | "too_many_pages"
  | "too_long"
  | "too_deep"
  | "too_slow"
  | "too_much_memory"
  | "unpacks_too_large"
  | "xml_too_large"

/** Thrown by a reader where there is an answer other than a text. */
export class RefusedError extends Error {
  readonly refusal: Refusal

  constructor(refusal: Refusal) {
    super(refusal)
    this.name = "RefusedError"
    this.refusal = refusal
  }
}
