/** The IANA media types. */
export const MEDIA_TYPES = {
  pdf: "application/pdf",
  docx: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
  pptx: "application/vnd.openxmlformats-officedocument.presentationml.presentation",
  odt: "application/vnd.oasis.opendocument.text",
  rtf: "application/rtf",
  eml: "message/rfc822",
  html: "text/html",
  markdown: "text/markdown",
  text: "text/plain",
} as const

export type DocumentType = keyof typeof MEDIA_TYPES
