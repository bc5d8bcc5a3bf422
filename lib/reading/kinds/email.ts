import { fault } from "./cell.ts"
import { ofText } from "./text.ts"

/** RFC 5321, 4.5.3.1.3: a path has 256 octets, its brackets included. */
const MOST_CHARACTERS = 254
/** The addresses people have; the rule options are checked by as well. */
const ADDRESS = /^(?:[\w'+-]+\.)*[\w'+-]*[\w+-]@(?:[A-Za-z0-9][A-Za-z0-9-]*\.)+[A-Za-z]{2,}$/

/** One e-mail address, lower-cased: people write one mailbox in several cases. */
export const readEmail = ofText((text) => {
  const value = text.toLowerCase()
  if (value.length <= MOST_CHARACTERS && ADDRESS.test(value)) return { value }
  return fault("bad_email", "is not an e-mail address, such as an.peeters@example.com.")
})
