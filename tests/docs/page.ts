import { readFileSync } from "node:fs"
import { join } from "node:path"
import { ROOT } from "../../scripts/root.mjs"

export const textOf = (file: string) => readFileSync(join(ROOT, file), "utf8")

/** A part of a document, from its heading to the next one that is as high; deeper ones belong to it. */
export function section(file: string, heading: string): string {
  const lines = outsideOfBlocks(textOf(file))
  const from = lines.findIndex(({ line, code }) => !code && line.replace(/^#+ /, "") === heading)
  const level = /^#+/.exec(lines[from]?.line ?? "")?.[0].length
  if (level === undefined) throw new Error(`${file} has no heading "${heading}"`)
  const rest = lines.slice(from + 1)
  const end = rest.findIndex(({ line, code }) => !code && /^#+ /.test(line) && line.indexOf(" ") <= level)
  return rest
    .slice(0, end < 0 ? undefined : end)
    .map(({ line }) => line)
    .join("\n")
}

function outsideOfBlocks(text: string): { line: string; code: boolean }[] {
  let code = false
  return text.split("\n").map((line) => {
    if (line.startsWith("```")) code = !code
    return { line, code }
  })
}

/** The blocks of one language in a text, in their order. */
export function blocks(text: string, language: string): string[] {
  return [...text.matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\`$`, "gms"))].map(
    ([, block = ""]) => block,
  )
}

/** A table by the first cell of its header: a record a row, by header. */
export function table(text: string, first: string): Record<string, string>[] {
  const lines = text.split("\n")
  const at = lines.findIndex((line) => line.startsWith(`| ${first} |`))
  if (at < 0) throw new Error(`there is no table that begins with "${first}"`)
  const header = cellsOf(lines[at] ?? "")
  const rows = lines.slice(at + 2)
  const end = rows.findIndex((line) => !line.startsWith("|"))
  return rows
    .slice(0, end < 0 ? undefined : end)
    .map((line) => Object.fromEntries(cellsOf(line).map((cell, i) => [header[i] ?? "", cell])))
}

function cellsOf(line: string): string[] {
  return line
    .replace(/^\||\|$/g, "")
    .split(/(?<!\\)\|/)
    .map((cell) => cell.trim().replaceAll("\\|", "|"))
}

/** What stands in backticks in a cell. */
export function named(cell = ""): string[] {
  return [...cell.matchAll(/`([^`]+)`/g)].map(([, name = ""]) => name)
}

/** A cell as text, without the marks of code and links. */
export function plain(cell = ""): string {
  return cell.replace(/\[([^\]]*)\]\([^)]*\)/g, "$1").replaceAll("`", "")
}

/** Every match of a pattern's first group in some files. */
export function foundIn(files: readonly string[], pattern: RegExp): string[] {
  return files.flatMap((file) => [...textOf(file).matchAll(pattern)].flatMap((match) => match.slice(1)))
}
