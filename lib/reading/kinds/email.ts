import { domainToASCII } from "node:url"
import { type Cell, fault } from "./cell.ts"
import { ofText, withoutInvisible } from "./text.ts"

/** What the HTML standard takes for an e-mail address, of whatever length. */
const ADDRESS =
  /^[\w.!#$%&'*+/=?^`{|}~-]+@[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)*$/
/** What nearly all of them look like, read at a fraction of the time. */
const PLAIN = /^[\w.+-]+@(?:[a-z0-9]{1,63}\.)+[a-z]{2,63}$/i
/** How a list of contacts that was exported keeps several of them apart. */
const SEVERAL = ":::"

/** One e-mail address, lower-cased: people write one mailbox in several cases. Its domain is in ASCII. */
export const readEmail = ofText((text) => {
  if (PLAIN.test(text)) return { value: text.toLowerCase() }
  const [first = "", ...others] = withoutInvisible(text)
    .split(SEVERAL)
    .map((one) => one.trim())
  const value = inAscii(unwrapped(first).toLowerCase())
  if (!ADDRESS.test(value)) return badEmail(first)
  return others.some((other) => other !== "") ? { value, notice: "addresses_left_out" } : { value }
})

/** `Name <a@b.c>`, `<a@b.c>` and `mailto:a@b.c?subject=…` are a@b.c. */
function unwrapped(text: string): string {
  const inner = /^[^<>]*<\s*([^<>\s]+)\s*>$/.exec(text)?.[1] ?? text
  return inner.replace(/^mailto:([^?]*)(?:\?.*)?$/i, "$1")
}

function inAscii(address: string): string {
  const at = address.lastIndexOf("@")
  const domain = address.slice(at + 1)
  return at < 0 || /^[\0-\x7f]*$/.test(domain)
    ? address
    : `${address.slice(0, at + 1)}${domainToASCII(domain)}`
}

function badEmail(text: string): Cell {
  if ((text.match(/[^\s,;<>"']@[^\s,;<>"']/g)?.length ?? 0) > 1) {
    return fault("bad_email", "holds more than one e-mail address; give one.")
  }
  return fault("bad_email", "is not an e-mail address, such as an.peeters@example.com.")
}
