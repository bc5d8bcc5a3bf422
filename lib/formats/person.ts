import { domainToASCII, domainToUnicode } from "node:url"

/**
 * Whom to look for, as a regular expression that the database and this program understand alike; of any case. Its two groups are
 * what is before and behind.
 */
export interface Person {
  pattern: string
}

const BETWEEN_DIGITS = '[^0-9A-Za-z"]{0,3}'
/** What stands where a person stood. */
const FORGOTTEN = "(forgotten)"

/** How files end that are called after an address. */
const FILE_ENDINGS = "(?:[.](?:csv|json|zip|pdf|docx?|html?|md|txt|xlsx?))+(?:$|[^a-z0-9-])"

/** What a store puts in front of a file's name. */
const STORED = "[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}-"

/** An address, and no longer one that ends or begins with it. A quote in it may be doubled or escaped, as CSV and JSON do. */
export function personOfAddress(email: string): Person {
  const escaped = formsOf(email).map((form) =>
    form.replace(/[.*+?^${}()|[\]\\]/g, "\\$&").replaceAll('"', '\\\\?"{1,2}'),
  )
  return {
    pattern: `(^|[^a-z0-9._%+-]|${STORED})(?:${escaped.join("|")})($|[^a-z0-9.-]|[.](?:$|[^a-z0-9])|${FILE_ENDINGS})`,
  }
}

/** An address as people write it and as the network does, and what the bytes of the first are letter by letter. */
function formsOf(email: string): string[] {
  const at = email.lastIndexOf("@") + 1
  const written = (domain: string) => email.slice(0, at) + (domain === "" ? email.slice(at) : domain)
  const forms = [email, written(domainToASCII(email.slice(at))), written(domainToUnicode(email.slice(at)))]
  return [...new Set(forms.flatMap((form) => [form, Buffer.from(form).toString("latin1")]))]
}

/** A number by its country's code and its digits there, however they are set apart. */
export function personOfNumber(code: string, digits: string): Person {
  const spaced = (text: string) => [...text].join(BETWEEN_DIGITS)
  const before = `(?:(?:[+]|00${BETWEEN_DIGITS})?${spaced(code)})?${BETWEEN_DIGITS}[(]?0?[)]?${BETWEEN_DIGITS}`
  return { pattern: `(^|[^0-9])${before}${spaced(digits)}($|[^0-9])` }
}

/** A value with everything in it that names the person taken out, in the texts it is made of and the names they have. */
export function withoutPerson<T>(value: T, person: Person): T {
  return without(value, new RegExp(person.pattern, "gi")) as T
}

function without(value: unknown, found: RegExp): unknown {
  if (typeof value === "string") {
    const once = (text: string) => text.replace(found, `$1${FORGOTTEN}$2`)
    // Two that follow each other share what is between them.
    return once(once(value))
  }
  if (Array.isArray(value)) return value.map((item) => without(item, found))
  if (typeof value !== "object" || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [without(name, found), without(item, found)]),
  )
}
