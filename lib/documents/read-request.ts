import type { DocumentType } from "./media-types.ts"

/** A document whose type is known. */
export interface ReadRequest {
  type: DocumentType
  bytes: Buffer
  limits: { pages: number; characters: number }
  /** The folder of the character maps. */
  cmaps: string
}
