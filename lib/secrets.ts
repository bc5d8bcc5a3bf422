/** What is quoted may be of any length, so each of these looks at a place but once: a scheme is no longer than it ever is. */
const SECRETS: [RegExp, string][] = [
  [/\b(bearer\s+)[^\s"',]+/gi, "$1***"],
  [/([a-z][a-z0-9+.-]{0,30}:\/\/)[^\s/@]+@/gi, "$1***@"],
  [
    /((?:token|api[-_]?key|secret|password|signature|\bsig|\bkey(?==))["']?\s*[=:]\s*["']?)[^\s&"',}]+/gi,
    "$1***",
  ],
]

/** `j***@example.org`: enough to know an address again. */
export function maskedAddress(address: string): string {
  return address.replace(/^(.)?.*@/s, "$1***@")
}

/** The host of a URL alone: the rest of it may be all that keeps others out. */
export function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : "no URL"
}

/** The text with whatever looks like a credential blotted out: error texts of others may quote one. */
export function withoutSecrets(text: string): string {
  return SECRETS.reduce((masked, [pattern, replacement]) => masked.replace(pattern, replacement), text)
}
