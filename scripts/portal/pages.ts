import { extractNameOf } from "../../lib/formats/extract-name.ts"

export const LANGUAGES = ["nl", "fr", "de", "en"] as const
export type Language = (typeof LANGUAGES)[number]

const SIGNED_IN: Record<Language, string> = {
  nl: "Ingelogd als",
  fr: "Connecté en tant que",
  de: "Angemeldet als",
  en: "Logged in as",
}

/** The page to sign in. */
export function loginPage(language: Language): string {
  return `<!DOCTYPE html><html lang="${language}"><body><form action="/kbo-open-data/static/j_spring_security_check" method="post">
<input type="hidden" name="lang" value="${language}"/><input name="j_username"/><input type="password" name="j_password"/></form></body></html>`
}

/** The page of somebody who is signed in, with a row a day: the Full, the Update, either of which may be missing. */
export function listingPage(names: readonly string[], language: Language): string {
  const days = [...new Set(names.map(dayOf))]
  const rows = days.map((day) => {
    const cell = (type: string) => {
      const name = names.find((one) => dayOf(one) === day && extractNameOf(one)?.type === type)
      return `<td>${name ? `<a href="files/${name}">${name}</a>` : ""}</td>`
    }
    return `<tr><td>${day}</td>${cell("full")}${cell("update")}</tr>`
  })
  return `<!DOCTYPE html><html lang="${language}"><body><table id="row"><tbody>${rows.join("\n")}</tbody></table>
<footer>${SIGNED_IN[language]}: somebody</footer></body></html>`
}

const dayOf = (name: string) => name.replace(/_(Full|Update)\.zip$/i, "")
