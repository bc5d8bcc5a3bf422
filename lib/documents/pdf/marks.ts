import type { PdfPage } from "./document.ts"

/** What of an annotation is used; which of it there is depends on its kind. */
interface Annotation {
  subtype?: string
  fieldType?: string
  fieldName?: string
  fieldValue?: unknown
  password?: boolean
  hidden?: boolean
  hasAppearance?: boolean
  contentsObj?: { str?: string }
  /** What is drawn for it, line by line. */
  textContent?: string[]
  /** Of a list that is shown whole, unless it is one to unfold. */
  options?: { displayValue?: string }[]
  combo?: boolean
  file?: { filename?: string }
}

/** What stands on a page beside what is drawn on it. */
export interface Marks {
  /** What forms are filled with, and what annotations say. */
  texts: string[]
  attachments: string[]
  /** How many show something that is not read: signatures and stamps. */
  unread: number
}

const NUMBER = /^[-+]?[\d.,]+$/

/** Reads the forms and annotations of a page. */
export async function marksOf(page: PdfPage): Promise<Marks> {
  const annotations = (await page.getAnnotations()) as Annotation[]
  const seen = new Set<string>()
  const texts: string[] = []
  for (const one of annotations) {
    const text = textOf(one)
    // A field may stand on a page several times, with the same in it.
    const key = one.fieldName ? `${one.fieldName}\n${text}` : null
    if (text === "" || (key !== null && seen.has(key))) continue
    if (key !== null) seen.add(key)
    texts.push(text)
  }
  return {
    texts,
    attachments: annotations.flatMap(({ file }) => (file?.filename ? [file.filename] : [])),
    unread: annotations.filter(isUnread).length,
  }
}

function isUnread(one: Annotation): boolean {
  if (one.hidden || !one.hasAppearance) return false
  return one.fieldType === "Sig" || (one.subtype === "Stamp" && textOf(one) === "")
}

function textOf({ subtype, contentsObj, textContent, ...field }: Annotation): string {
  // A note that unfolds says what the mark it belongs to does.
  if (field.hidden || subtype === "Popup") return ""
  if (subtype !== "Widget") {
    const said = (contentsObj?.str ?? "").trim()
    return subtype === "Link" ? "" : said || (textContent ?? []).join("\n").trim()
  }
  const { fieldType, fieldValue, password, options = [], combo } = field
  if (fieldType === "Btn" || fieldType === "Sig" || password) return ""
  if (fieldType === "Ch" && combo === false)
    return options
      .map(({ displayValue = "" }) => displayValue)
      .join("\n")
      .trim()
  const values = Array.isArray(fieldValue) ? fieldValue : [fieldValue]
  const filled = values
    .filter((value) => typeof value === "string")
    .join("\n")
    .trim()
  const drawn = (textContent ?? []).join("\n").trim()
  // What is kept of a number is not how a person has it before them: 1234.5 for 1,234.50.
  return filled === "" || (NUMBER.test(filled) && /\d/.test(drawn)) ? drawn : filled
}
