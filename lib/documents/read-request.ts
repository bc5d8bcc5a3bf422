export interface ReadRequest {
  type: "pdf" | "docx" | "html" | "markdown"
  content: Uint8Array | string
  limits: { pages: number; characters: number }
}

/** Why there is no text. */
export type Refusal =
  | "encrypted"
  | "corrupt"
  | "too_many_pages"
  | "too_long"
  | "too_deep"
  | "too_slow"
  | "too_much_memory"

export type ReadAnswer = { text: string } | { refusal: Refusal }
