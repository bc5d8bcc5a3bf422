import { endpoints } from "../../lib/contract/endpoints.ts"
import { fetchFile } from "../client/download.ts"
import { givenName } from "../words/files.ts"
import { counted } from "../words/numbers.ts"

/** Where the bytes come from. */
export type Source =
  | { kind: "files"; files: File[] }
  | { kind: "stored"; filename: string }
  | { kind: "url"; url: string }

/** What a person calls a source. */
export function nameOfSource(source: Source): string {
  if (source.kind === "url") return source.url
  if (source.kind === "stored") return givenName(source.filename)
  return nameOfFiles(source.files)
}

/** The name of a file, or how many there are. */
export function nameOfFiles(files: readonly File[]): string {
  const [file, ...more] = files
  return more.length === 0 && file ? file.name : counted(files.length, "file")
}

/** The dataset's small made-up file. */
export async function exampleFile(dataset: string, name: string): Promise<File> {
  return new File([await fetchFile(endpoints.example, { params: { dataset } })], name)
}
