import type { IncomingMessage } from "node:http"
import ipaddr from "ipaddr.js"

/** On the platform it is the platform's own, which replaces what a client sends. */
const CLIENT_ADDRESS = "x-real-ip"

/** The address a request comes from; `local` of one that came by no network. */
export function callerAddress(request: Request): string {
  return request.headers.get(CLIENT_ADDRESS) ?? "local"
}

/**
 * Writes into a request the address it comes from, over whatever the client said of itself: that of the connection, or what
 * a trusted proxy says. Such a proxy appends to X-Forwarded-For whom it heard, so the last that is no proxy is the caller.
 */
export function stampAddress(request: IncomingMessage, trusted: readonly string[]): void {
  const connected = plain(request.socket.remoteAddress ?? "")
  const told = isTrusted(connected, trusted) ? forwarded(request.headers["x-forwarded-for"]) : []
  const callers = [...told, connected]
  request.headers[CLIENT_ADDRESS] = callers.findLast((address) => !isTrusted(address, trusted)) ?? callers[0]
}

function forwarded(header: string | string[] | undefined): string[] {
  const addresses = (Array.isArray(header) ? header.join() : (header ?? "")).split(",")
  return addresses.map((address) => plain(address.trim())).filter((address) => ipaddr.isValid(address))
}

/** An IPv4 address that arrives as one of IPv6 is the same address. */
function plain(address: string): string {
  return ipaddr.isValid(address) ? ipaddr.process(address).toString() : address
}

/** Whether an address is that of a proxy that is believed. */
export function isTrusted(address: string, trusted: readonly string[]): boolean {
  if (!ipaddr.isValid(address)) return false
  const parsed = ipaddr.process(address)
  return trusted.some((proxy) => {
    const [range, bits] = rangeOf(proxy)
    return range.kind() === parsed.kind() && parsed.match(range, bits)
  })
}

/** An address, or a network such as 10.0.0.0/8. Throws where it is neither. */
function rangeOf(text: string): [ipaddr.IPv4 | ipaddr.IPv6, number] {
  if (text.includes("/")) return ipaddr.parseCIDR(text)
  const address = ipaddr.process(text)
  return [address, address.kind() === "ipv4" ? 32 : 128]
}
