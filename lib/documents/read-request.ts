import type { DocumentType } from "./types.ts"

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

/** A document whose type is known. */
export interface ReadRequest {
  type: DocumentType
  bytes: Buffer
  limits: { pages: number; characters: number }
  /** The folder of the character maps. */
  cmaps: string
}
