export type DocumentFaultCode =
  | "unknown_type"
  | "type_mismatch"
  | "document_corrupt"
  | "document_encrypted"
  | "document_empty"
  | "document_too_large"

/** Why a document has no text; the message is a sentence for people and names the file. */
export class DocumentFault extends Error {
  readonly code: DocumentFaultCode

  constructor(code: DocumentFaultCode, message: string) {
    super(message)
    this.name = "DocumentFault"
    this.code = code
  }
}

export function corrupt(name: string): DocumentFault {
  return new DocumentFault(
    "document_corrupt",
    `${name} cannot be read: it is damaged or incomplete. Open it, save it anew and import that.`,
  )
}

/** Of a file that is called a text. */
export function noText(name: string): DocumentFault {
  return new DocumentFault(
    "document_corrupt",
    `${name} cannot be read as text: it is damaged, or in an encoding that is not known. Save it as UTF-8 and import that.`,
  )
}

export function encrypted(name: string): DocumentFault {
  return new DocumentFault(
    "document_encrypted",
    `${name} is protected by a password. Save it without one and import that.`,
  )
}

export function tooLarge(name: string, why: string): DocumentFault {
  return new DocumentFault(
    "document_too_large",
    `${name} is too large: it ${why}. Split it and import the parts.`,
  )
}

/** What a file is called in sentences: without folders, and not without end. */
export function shownName(name: string): string {
  return (
    [...(name.split(/[/\\]/).at(-1) ?? "")]
      .slice(-120)
      .join("")
      .replace(/\p{Cc}/gu, "_") || "The file"
  )
}
