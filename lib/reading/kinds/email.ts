import { z } from "zod"
import { fault } from "./cell.ts"
import { ofText } from "./text.ts"

/** RFC 5321, 4.5.3.1.3: a path has 256 octets, its brackets included. */
const MOST_CHARACTERS = 254
const Email = z.email()

/** One e-mail address, lower-cased: people write one mailbox in several cases. */
export const readEmail = ofText((text) => {
  const value = text.toLowerCase()
  if (value.length <= MOST_CHARACTERS && Email.safeParse(value).success) return { value }
  return fault("bad_email", "is not an e-mail address, such as an.peeters@example.com.")
})
