import type { getDocumentProxy } from "unpdf"

export type PdfDocument = Awaited<ReturnType<typeof getDocumentProxy>>
export type PdfPage = Awaited<ReturnType<PdfDocument["getPage"]>>

/** Opens a PDF. `cmaps` is the folder of the maps that text in Chinese, Japanese and Korean needs. */
export async function openPdf(bytes: Uint8Array, cmaps: string): Promise<PdfDocument> {
  const { getDocumentProxy } = await import("unpdf")
  // A path, not a URL: what reads the maps in Node opens files alone.
  return getDocumentProxy(bytes, {
    verbosity: 0,
    cMapUrl: `${cmaps.replace(/[/\\]$/, "")}/`,
    cMapPacked: true,
  })
}
