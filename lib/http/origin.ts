import type { Config } from "../config.ts"
import { problem } from "../errors.ts"

/** Who asks whether a service is well may do so by its address. */
const HEALTH = "/api/health"

/** By which names a service is reached. */
export type HostNames = Pick<Config, "public_url" | "platform_hosts">

const READING = new Set(["GET", "HEAD", "OPTIONS"])

/** Whether the host of a Host header or URL (port allowed) is this machine, by name or by address. */
export function isLoopback(host: string): boolean {
  const name = host
    .toLowerCase()
    .replace(/:\d+$/, "")
    .replace(/^\[(.*)\]$/, "$1")
    .replace(/\.$/, "")
  return name === "localhost" || name.endsWith(".localhost") || name === "::1" || isLoopbackIpv4(name)
}

function isLoopbackIpv4(name: string): boolean {
  const mapped = name.replace(/^::ffff:/, "")
  return /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(mapped)
}

/** The host the caller believes to talk to. */
function hostOf(request: Request): string {
  return request.headers.get("host") ?? new URL(request.url).host
}

/**
 * Where it is configured by which name people reach the page, others are refused, but for those of the platform itself and of
 * this machine to itself.
 * @throws Problem 421 `other_host`
 */
export function refuseOtherHost(request: Request, address: string, config: HostNames): void {
  if (config.public_url === null || new URL(request.url).pathname === HEALTH) return
  const host = hostOf(request).toLowerCase()
  if ([new URL(config.public_url).host, ...config.platform_hosts].includes(host)) return
  if (isLoopback(host) && isLoopback(address.includes(":") ? `[${address}]` : address)) return
  throw problem(421, "other_host", `This service is reached as ${config.public_url}, and not by this name.`)
}

/**
 * Refuses a state-changing request that another site's page made the browser send.
 * @throws Problem 403 `cross_site`
 */
export function refuseCrossSite(request: Request): void {
  if (READING.has(request.method)) return
  const site = request.headers.get("sec-fetch-site")
  const origin = request.headers.get("origin")
  const foreignOrigin = origin !== null && hostOfOrigin(origin) !== hostOf(request).toLowerCase()
  if (site === "cross-site" || foreignOrigin) {
    throw problem(403, "cross_site", "This request was sent by a page of another site and is refused.")
  }
}

/**
 * Without keys only this machine is served, and a name that merely resolves to it is not enough:
 * that is how a page on the internet would reach a server behind the browser (DNS rebinding).
 * @throws Problem 403 `loopback_only`
 */
export function refuseRemote(request: Request): void {
  if (isLoopback(hostOf(request))) return
  throw problem(
    403,
    "loopback_only",
    "Without configured keys only this machine is served: use http://localhost, or set SLUICE_API_KEYS.",
  )
}

function hostOfOrigin(origin: string): string | null {
  return URL.canParse(origin) ? new URL(origin).host : null
}
