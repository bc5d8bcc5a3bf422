import { marked } from "marked"
import type { ReadDocument } from "./blocks.ts"
import { readHtml } from "./html.ts"

/** Markdown without its marks, by way of HTML, which it may hold too. */
export function readMarkdown(text: string, mostCharacters: number): ReadDocument {
  return readHtml(marked.parse(text.replace(/^\ufeff/, ""), { async: false }), mostCharacters)
}
