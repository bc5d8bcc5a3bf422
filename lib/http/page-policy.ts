import { hash } from "node:crypto"

/**
 * What a page may load and ask: what is its own, the styles that are in it, and the store its files go to, by its origin; null
 * where that is the server. The local server sends it as a header; for the platform, whose headers cannot know the store, the
 * build writes it into the page.
 */
export function pagePolicy(storeOrigin: string | null, html: string): string {
  const own = ["script-src", "font-src", "manifest-src"].map((name) => `${name} 'self'`)
  const styles = ["style-src 'self'", ...stylesIn(html)].join(" ")
  const asked = `connect-src 'self'${storeOrigin === null ? "" : ` ${storeOrigin}`}`
  return ["default-src 'none'", ...own, styles, "img-src 'self' data:", asked].join("; ")
}

function stylesIn(html: string): string[] {
  const texts = [...html.matchAll(/<style>([\s\S]*?)<\/style>/g)].map(([, text = ""]) => text)
  return texts.map((text) => `'sha256-${hash("sha256", text, "base64")}'`)
}

/** A page with that policy in it, before anything it holds for; one that an earlier build has written goes. */
export function withPolicy(html: string, storeOrigin: string | null): string {
  const meta = `<meta http-equiv="Content-Security-Policy" content="${pagePolicy(storeOrigin, html)}" />`
  const without = html.replace(/<meta http-equiv="Content-Security-Policy"[^>]*>/, "")
  return without.replace(/<head[^>]*>/, (head) => `${head}${meta}`)
}
