import type { DatasetDeclaration } from "../../lib/contract/datasets.ts"
import { count } from "../words/numbers.ts"

const METADATA = ["metadata.csv", "metadata.json"]

export function isMetadata({ name }: File): boolean {
  return METADATA.includes(name.toLowerCase())
}

export const endingOf = (name: string) => /\.[^.]*$/.exec(name)?.[0].toLowerCase() ?? ""

const isArchive = ({ name }: File) => endingOf(name) === ".zip"

/** Of files together, in bytes. */
export function sizeOf(files: readonly File[]): number {
  return files.reduce((sum, { size }) => sum + size, 0)
}

/** Files as they are sent: beside a ZIP, metadata is a part of its own; among documents it is one of the files. */
export function partsOf(files: readonly File[]): { files: readonly File[]; metadata: File | undefined } {
  const metadata = files.some(isArchive) ? files.find(isMetadata) : undefined
  return { files: files.filter((file) => file !== metadata), metadata }
}

/** Why these files cannot be imported together; null when they can. */
export function objectionToFiles(files: readonly File[], dataset: DatasetDeclaration): string | null {
  const { title, most_files: most } = dataset
  const { length: sent } = files.filter((file) => !isMetadata(file))
  const { length: metadata } = files.filter(isMetadata)
  if (files.length > 1 && most === 1) {
    return `${title} are imported from one file; ${files.length} are chosen.`
  }
  if (sent > most) {
    return `${count(sent)} files are chosen; one import may have ${count(most)}. Import them in several goes.`
  }
  if (files.some(isArchive) && (sent > 1 || metadata > 1)) {
    return "A ZIP is imported alone, or with one file of metadata: take it out, or everything else."
  }
  return files.length > 0 && sent === 0 ? "There is only metadata; choose the documents as well." : null
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
