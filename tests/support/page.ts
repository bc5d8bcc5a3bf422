/** A block of a page, and the file that a bold path above it says it is; null when there is none. */
export interface Block {
  language: string
  path: string | null
  text: string
}

const FENCED = /(?:^\*\*([\w./-]+)\*\*\n\n)?^```(\w+)\n([\s\S]*?)^```$/gm

/** The blocks of a page in Markdown, in order. */
export function blocksOf(page: string): Block[] {
  return [...page.matchAll(FENCED)].map(([, path, language = "", text = ""]) => ({
    language,
    path: path ?? null,
    text,
  }))
}

/** Changes a text as a diff without line numbers says. Throws unless what it is about is there, once. */
export function patched(text: string, diff: string): string {
  const lines = diff.replace(/\n$/, "").split("\n")
  const side = (sign: string) =>
    lines.filter((line) => [sign, " "].includes(line.charAt(0))).map((line) => line.slice(1))
  const [before, after] = [side("-").join("\n"), side("+").join("\n")]
  if (text.split(before).length !== 2) throw new Error(`This is not there once:\n${before}`)
  return text.replace(before, () => after)
}

/** Whether what was printed is what the page says is; `…` stands for anything within a line. */
export function fits(printed: string, told: string): boolean {
  const escaped = told.trim().replace(/[.*+?^${}()|[\]\\]/g, "\\$&")
  return new RegExp(`^${escaped.replaceAll("…", ".*")}$`).test(printed.trim())
}
