/** A page as an import leaves it, without what only the database knows. */
export interface Page {
  url: string
  parent_url: string | null
}

export interface Placed {
  parent: string | null
  depth: number
}

/** The URL of the page above each page, by the rules as they are told: the one it names, else the longest prefix. */
export function parentsOf(pages: readonly Page[]): Map<string, string | null> {
  const known = new Set(pages.map((page) => page.url))
  return new Map(
    pages.map(({ url, parent_url }) => [
      url,
      parent_url !== null && known.has(parent_url) ? parent_url : longestPrefix(url, pages),
    ]),
  )
}

function longestPrefix(url: string, pages: readonly Page[]): string | null {
  const segments = pathOf(url).split("/")
  for (let kept = segments.length - 1; kept >= 3; kept -= 1) {
    const path = segments.slice(0, kept).join("/")
    const there = pages.filter((page) => pathOf(page.url) === path).map((page) => page.url)
    if (there.length > 0) return there.sort()[0] ?? null
  }
  return null
}

const pathOf = (url: string) => url.split("?")[0] ?? ""

/** Pages that following the parents leads back to. */
export function circleIn(parents: ReadonlyMap<string, string | null>): Set<string> {
  const on = new Set<string>()
  for (const start of parents.keys()) {
    const seen: string[] = []
    for (let at: string | null = start; at !== null && !seen.includes(at); at = parents.get(at) ?? null)
      seen.push(at)
    const last = seen.at(-1)
    const back = last === undefined ? null : (parents.get(last) ?? null)
    if (back !== null) for (const url of seen.slice(seen.indexOf(back))) on.add(url)
  }
  return on
}

/** Where every page is in the hierarchy. */
export function placesOf(pages: readonly Page[]): Map<string, Placed> {
  const parents = parentsOf(pages)
  const depthOf = (url: string): number => {
    const parent = parents.get(url) ?? null
    return parent === null ? 0 : depthOf(parent) + 1
  }
  return new Map([...parents].map(([url, parent]) => [url, { parent, depth: depthOf(url) }]))
}
