const SHORT: Record<string, string> = { qa: "Q&A", url: "URL", id: "ID" }

/** A name of the wire as a person writes it: activities → Activities, parent_url → Parent URL. */
export function nameInWords(name: string): string {
  const words = name
    .split("_")
    .map((word) => SHORT[word] ?? word)
    .join(" ")
  return words.charAt(0).toUpperCase() + words.slice(1)
}

/** What is wrong with a row, by its code: BAD_COUNTRY → Bad country. */
export function codeInWords(code: string): string {
  return nameInWords(code.toLowerCase())
}
