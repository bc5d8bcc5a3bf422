import type { PdfPage } from "./document.ts"

/** What of an annotation is used; which of it there is depends on its kind. */
interface Annotation {
  subtype?: string
  fieldType?: string
  fieldName?: string
  fieldValue?: unknown
  password?: boolean
  hidden?: boolean
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
}

/** Reads the forms and annotations of a page. */
export async function marksOf(page: PdfPage): Promise<Marks> {
  const annotations = (await page.getAnnotations()) as Annotation[]
  const seen = new Set<string>()
  const texts: string[] = []
  for (const one of annotations) {
    const text = textOf(one)
    const key = `${one.fieldName ?? ""}\n${text}`
    if (text === "" || seen.has(key)) continue
    seen.add(key)
    texts.push(text)
  }
  return { texts, attachments: annotations.flatMap(({ file }) => (file?.filename ? [file.filename] : [])) }
}

function textOf({ subtype, contentsObj, textContent, ...field }: Annotation): string {
  if (field.hidden) return ""
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
  return filled || (textContent ?? []).join("\n").trim()
}
