import type { DatasetDeclaration } from "../../lib/contract/datasets.ts"
import { count } from "../words/numbers.ts"

/** How files end that tell of documents; no document ends like this. */
export const METADATA = [".csv", ".json"]

export const endingOf = (name: string) => /\.[^.]*$/.exec(name)?.[0].toLowerCase() ?? ""

const isArchive = ({ name }: File) => endingOf(name) === ".zip"

/** Whether a file sent as one of several is not a document but tells of them, whatever it is called. */
export function isMetadata({ name }: File): boolean {
  return METADATA.includes(endingOf(name))
}

/** Of files together, in bytes. */
export function sizeOf(files: readonly File[]): number {
  return files.reduce((sum, { size }) => sum + size, 0)
}

/** Files as they are sent: what tells of documents is a part of its own. A file that is alone is never that. */
export function partsOf(files: readonly File[]): { files: readonly File[]; metadata: File | undefined } {
  const metadata = files.length > 1 ? files.find(isMetadata) : undefined
  return { files: files.filter((file) => file !== metadata), metadata }
}

/** Why these files cannot be imported together; null when they can. */
export function objectionToFiles(files: readonly File[], dataset: DatasetDeclaration): string | null {
  const { title, most_files: most } = dataset
  if (most === 1) {
    return files.length > 1 ? `${title} are imported from one file; ${files.length} are chosen.` : null
  }
  const [one, other] = files.filter(isMetadata)
  const { length: sent } = files.filter((file) => !isMetadata(file))
  if (one && other) {
    return `${one.name} and ${other.name} would both be metadata, and an import can have one file of it: take one of them out.`
  }
  if (sent > most) {
    return `${count(sent)} files are chosen; one import may have ${count(most)}. Import them in several goes.`
  }
  if (files.some(isArchive) && sent > 1) {
    return "A ZIP is imported alone, or with one file of metadata: take it out, or everything else."
  }
  return one && sent === 0 ? `${one.name} is only metadata; choose the documents as well.` : null
}

/** The files chosen before and those chosen now; the same one again is not another. */
export function withFiles(files: readonly File[], more: readonly File[]): File[] {
  const isKnown = (file: File) =>
    files.some(
      ({ name, size, lastModified }) =>
        name === file.name && size === file.size && lastModified === file.lastModified,
    )
  return [...files, ...more.filter((file) => !isKnown(file))]
}

/** The files with this one as their metadata, instead of what was it before. */
export function withMetadata(files: readonly File[], metadata: File): File[] {
  return [...files.filter((file) => !isMetadata(file)), metadata]
}

/** Pasted text as the file that it would have come in. */
export function pastedFile(text: string): File {
  return new File([text], /^\s*[[{]/.test(text) ? "pasted.json" : "pasted.csv")
}
