import { Parser } from "htmlparser2"
import { type ExtractName, extractNameOf } from "../../formats/extract-name.ts"

export interface ListedExtract extends ExtractName {
  name: string
}

/** What stands at the foot of a page of somebody who is signed in, in the four languages. */
const SIGNED_IN = ["Logged in as", "Ingelogd als", "Connecté en tant que", "Angemeldet als"]

/** What a page of the portal says: extracts it links to, by their names alone; where its form goes; whether somebody is signed in. */
export interface PortalPage {
  extracts: ListedExtract[]
  signed_in: boolean
  /** Where the form to sign in posts to, and what it carries along. */
  form: { action: string; hidden: Record<string, string> } | null
}

/** Reads a page in whatever language it is. */
export function readPage(html: string): PortalPage {
  const names = new Set<string>()
  const hidden: Record<string, string> = {}
  let action: string | null = null
  let password = false
  let text = ""
  const parser = new Parser({
    onopentag(tag, attributes) {
      if (tag === "a") names.add((attributes.href ?? "").split("/").at(-1) ?? "")
      if (tag === "form") action ??= attributes.action ?? null
      if (tag !== "input") return
      if (attributes.name === "j_password") password = true
      if (attributes.type === "hidden" && attributes.name) hidden[attributes.name] = attributes.value ?? ""
    },
    ontext(part) {
      text += part
    },
  })
  parser.end(html)
  const extracts = [...names].flatMap((name) => {
    const extract = extractNameOf(name)
    return extract ? [{ ...extract, name }] : []
  })
  const form = password && action !== null ? { action, hidden } : null
  return { extracts, form, signed_in: SIGNED_IN.some((sign) => text.includes(sign)) }
}
