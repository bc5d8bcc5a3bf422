/** Texts, brackets and numbers of JSON; what else there is does not matter here. */
const TOKENS = /"(?:[^"\\]|\\.)*"|[{}[\]]|-?\d[\d.eE+-]*/g

/**
 * The values of a record's own level, by name; that of a value that stands alone is the empty one. A number stays one
 * where it says the same when it is written again, and is the text of the file where it does not: as 2.50, or with more
 * digits than a number carries.
 */
export function asWritten(text: string, values: ReadonlyMap<string, unknown>): Map<string, unknown> {
  const numbers = [...values].filter(([, value]) => typeof value === "number")
  if (numbers.length === 0) return new Map(values)
  const written = writtenNumbers(text)
  const changed = numbers.flatMap(([name, value]) => {
    const own = written.get(name)
    return own === undefined || own === String(value) ? [] : [[name, own] as const]
  })
  return new Map([...values, ...changed])
}

function writtenNumbers(text: string): Map<string, string> {
  const found = new Map<string, string>()
  const isAlone = !text.trimStart().startsWith("{")
  let depth = isAlone ? 1 : 0
  let name = ""
  for (const [token] of text.matchAll(TOKENS)) {
    if (token === "{" || token === "[") depth += 1
    else if (token === "}" || token === "]") depth -= 1
    else if (depth !== 1) continue
    else if (token.startsWith('"')) name = isAlone ? "" : (JSON.parse(token) as string)
    else found.set(name, token)
  }
  return found
}
