import { getDocumentProxy } from "unpdf"

/** A piece of text and where it stands, in points from the page's lower left corner. */
interface SetText {
  text: string
  x: number
  y: number
  width: number
}

/** What a PDF turns out to be when it is read back. */
export interface ReadPdf {
  info: Record<string, unknown>
  pages: SetText[][]
  /** What each page says, its pieces apart by a space. */
  texts: string[]
  width: number
  height: number
}

export async function readPdf(bytes: Uint8Array): Promise<ReadPdf> {
  const pdf = await getDocumentProxy(new Uint8Array(bytes))
  const { info } = await pdf.getMetadata()
  const pages: SetText[][] = []
  for (let number = 1; number <= pdf.numPages; number += 1) {
    const { items } = await (await pdf.getPage(number)).getTextContent()
    const set = items.flatMap((item) =>
      "str" in item
        ? [{ text: item.str, x: item.transform[4], y: item.transform[5], width: item.width }]
        : [],
    )
    pages.push(set.filter(({ text }) => text.trim() !== ""))
  }
  const { width, height } = (await pdf.getPage(1)).getViewport({ scale: 1 })
  const texts = pages.map((items) =>
    items
      .map(({ text }) => text)
      .join(" ")
      .replace(/\s+/g, " "),
  )
  return { info: info as Record<string, unknown>, pages, texts, width, height }
}
