import { hasOddNumbers, keepWritten } from "../written-json.ts"

/** Texts, brackets and numbers of JSON; what else there is does not matter here. */
const TOKENS = /"(?:[^"\\]|\\.)*"|[{}[\]]|-?\d[\d.eE+-]*/g

/**
 * The values of a record's own level, by name; that of a value that stands alone is the empty one. A number stays one
 * where it says the same when it is written again, and is the text of the file where it does not: as 2.50, or with more
 * digits than a number carries; so are those within a list or an object, whose text is remembered.
 */
export function asWritten(text: string, values: ReadonlyMap<string, unknown>): Map<string, unknown> {
  const changed = new Map(values)
  if (!hasOddNumbers(text)) return changed
  const written = writtenValues(text)
  for (const [name, value] of values) {
    const own = written.get(name)
    if (own === undefined) continue
    if (typeof value === "number" && own !== String(value)) changed.set(name, own)
    else if (typeof value === "object" && value !== null && hasOddNumbers(own)) keepWritten(value, own)
  }
  return changed
}

/** Numbers, lists and objects of a record's own level as they are written, by name. */
function writtenValues(text: string): Map<string, string> {
  const found = new Map<string, string>()
  const isAlone = !text.trimStart().startsWith("{")
  let depth = isAlone ? 1 : 0
  let name = ""
  let from = 0
  for (const { 0: token, index } of text.matchAll(TOKENS)) {
    if (token === "{" || token === "[") {
      if (depth === 1) from = index
      depth += 1
    } else if (token === "}" || token === "]") {
      depth -= 1
      if (depth === 1) found.set(name, text.slice(from, index + 1))
    } else if (depth !== 1) continue
    else if (token.startsWith('"')) name = isAlone ? "" : (JSON.parse(token) as string)
    else found.set(name, token)
  }
  return found
}
