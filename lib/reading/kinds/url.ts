import { countText } from "../../words.ts"
import { fault } from "./cell.ts"
import { ofText, withoutInvisible } from "./text.ts"

const MOST_CHARACTERS = 8_192
/** A hierarchy is made of segments; more of them are an attack or a mistake. */
const MOST_SEGMENTS = 100
const ABSOLUTE = /^https?:/i

/**
 * An absolute http or https URL in the one form it is compared by: scheme and host in lower case, the host in
 * ASCII, no default port, no fragment, no slash at the end of the path; the query is kept as it is.
 */
export const readUrl = ofText((raw) => {
  const text = withoutInvisible(raw)
  if (text.length > MOST_CHARACTERS) {
    return fault("bad_url", `is longer than ${countText(MOST_CHARACTERS)} characters.`)
  }
  if (/[\t\n\r]/.test(text)) return fault("bad_url", "has a tab or a line end in it; give one URL without.")
  const url = ABSOLUTE.test(text) && URL.canParse(text) ? new URL(text) : null
  if (!url) return fault("bad_url", "is not an absolute URL that begins with http:// or https://.")
  if (url.username !== "" || url.password !== "") {
    return fault("bad_url", "holds a user name or password; give the URL without it.")
  }
  if (url.pathname.split("/").length > MOST_SEGMENTS + 1) {
    return fault("bad_url", `has a path of more than ${MOST_SEGMENTS} segments.`)
  }
  return { value: `${url.protocol}//${url.host}${url.pathname.replace(/\/+$/, "")}${url.search}` }
})
