/** The names after the colons of a path like `/api/import/:dataset/status/:job_id`. */
export type PathParams<Path extends string> = Path extends `${string}:${infer Name}/${infer Rest}`
  ? { [Key in Name]: string } & PathParams<`/${Rest}`>
  : Path extends `${string}:${infer Name}`
    ? { [Key in Name]: string }
    : unknown

/**
 * The parameters of a URL path that follows the pattern, decoded; null when it does not. They are taken
 * from the path alone: what the platform or a caller appends to the query cannot replace them.
 */
export function matchPath(pattern: string, pathname: string): Record<string, string> | null {
  const expected = pattern.split("/")
  const given = pathname.replace(/(.)\/$/, "$1").split("/")
  if (expected.length !== given.length) return null
  const params: Record<string, string> = {}
  for (const [index, part] of expected.entries()) {
    const segment = given[index] ?? ""
    if (!part.startsWith(":")) {
      if (part !== segment) return null
      continue
    }
    const value = decoded(segment)
    if (!value) return null
    params[part.slice(1)] = value
  }
  return params
}

export function namesIn(pattern: string): string[] {
  return pattern
    .split("/")
    .filter((part) => part.startsWith(":"))
    .map((part) => part.slice(1))
}

function decoded(segment: string): string | null {
  try {
    return decodeURIComponent(segment)
  } catch {
    return null
  }
}
