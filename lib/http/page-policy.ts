/**
 * What the page may load and ask: what is its own, and the store its files go to, by its origin; null where that is the server. The
 * local server sends it as a header; for the platform, whose headers cannot know the store, the build writes it into the page.
 */
export function pagePolicy(storeOrigin: string | null): string {
  const own = ["script-src", "style-src", "font-src", "manifest-src"].map((name) => `${name} 'self'`)
  const asked = `connect-src 'self'${storeOrigin === null ? "" : ` ${storeOrigin}`}`
  return ["default-src 'none'", ...own, "img-src 'self' data:", asked].join("; ")
}

/** A page with that policy in it, before anything it holds for; one that an earlier build has written goes. */
export function withPolicy(html: string, storeOrigin: string | null): string {
  const meta = `<meta http-equiv="Content-Security-Policy" content="${pagePolicy(storeOrigin)}" />`
  const without = html.replace(/<meta http-equiv="Content-Security-Policy"[^>]*>/, "")
  return without.replace(/<head[^>]*>/, (head) => `${head}${meta}`)
}
