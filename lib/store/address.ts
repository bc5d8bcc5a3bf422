import { type LookupAddress, lookup as resolveHost } from "node:dns"
import type { LookupFunction } from "node:net"
import { isIP } from "node:net"
import ipaddr from "ipaddr.js"
import { type Problem, problem } from "../errors.ts"

/** All addresses of a host; the system's resolver unless a test brings its own. */
export type Resolve = (host: string, done: (error: Error | null, addresses: LookupAddress[]) => void) => void

const RANGES: Record<string, string> = {
  loopback: "a loopback address",
  private: "a private address",
  linkLocal: "a link-local address, where clouds keep their metadata",
  uniqueLocal: "a private address",
  carrierGradeNat: "a provider's internal address",
  multicast: "a multicast address",
  broadcast: "a broadcast address",
  unspecified: "an address of this machine",
}

/**
 * Why nothing is fetched from an IP address; null for a public one. Only global unicast is public: whatever
 * carries another address inside (mapped, NAT64, 6to4, Teredo) is not looked into but refused.
 */
export function refusalOfAddress(text: string): string | null {
  if (!ipaddr.isValid(text)) return "no address"
  const address = ipaddr.process(text)
  const range = address.range()
  if (range !== "unicast") return RANGES[range] ?? "a reserved address"
  const first = address.toByteArray()[0] ?? 0
  return address.kind() === "ipv6" && first >> 5 !== 1 ? "a reserved address" : null
}

/**
 * Whether a URL may be fetched, as far as its text tells. `allow` lists hosts, with a port or without, that
 * may be fetched although private, by http too; from all others only https is taken, and their names are
 * looked at again by `guardedLookup`. Throws 422 `url_refused` naming the host and why.
 */
export function checkUrl(text: string, allow: string[]): { url: URL; allowed: boolean } {
  const url = URL.canParse(text) ? new URL(text) : null
  if (!url) throw problem(422, "url_refused", "The URL is none. Give one that begins with https://.")
  const host = url.host || "that address"
  if (url.protocol !== "https:" && url.protocol !== "http:") {
    throw urlRefused(host, `${url.protocol} URLs are not fetched; give one that begins with https://`)
  }
  if (url.username !== "" || url.password !== "") {
    throw urlRefused(host, "a URL must not carry a user name or password")
  }
  if (isAllowed(url, allow)) return { url, allowed: true }
  if (url.protocol === "http:")
    throw urlRefused(host, "plain http is only taken from hosts in SLUICE_URL_ALLOW")
  const literal = url.hostname.replace(/^\[|\]$/g, "")
  const refusal = isIP(literal) > 0 ? refusalOfAddress(literal) : null
  if (refusal) throw privateAddress(host, refusal)
  return { url, allowed: false }
}

/**
 * A resolver for a socket that hands over public addresses only. The socket connects to what it is handed,
 * so there is no second look-up in which a name could turn into something else.
 */
export function guardedLookup(resolve: Resolve = resolveAll): LookupFunction {
  return (host, options, done) => {
    resolve(host, (error, addresses) => {
      if (error) return done(error, "", 0)
      const open = addresses.filter(({ address }) => refusalOfAddress(address) === null)
      const first = open[0]
      if (!first) {
        const refusal = addresses[0] ? refusalOfAddress(addresses[0].address) : null
        return done(privateAddress(host, refusal ?? "no address"), "", 0)
      }
      if (options.all) done(null, open)
      else done(null, first.address, first.family)
    })
  }
}

function resolveAll(host: string, done: (error: Error | null, addresses: LookupAddress[]) => void) {
  resolveHost(host, { all: true }, done)
}

export function urlRefused(host: string, why: string): Problem {
  return problem(422, "url_refused", `Nothing is fetched from ${host}: ${why}.`)
}

function privateAddress(host: string, refusal: string): Problem {
  return urlRefused(
    host,
    `it is ${refusal}. Only public hosts are fetched from, and those in SLUICE_URL_ALLOW`,
  )
}

function isAllowed(url: URL, allow: string[]): boolean {
  const port = url.port || (url.protocol === "https:" ? "443" : "80")
  const bare = url.hostname.replace(/^\[|\]$/g, "")
  const names = [url.hostname, bare, `${url.hostname}:${port}`]
  return allow.some((entry) => names.includes(entry.toLowerCase()))
}
