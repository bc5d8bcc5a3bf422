import { look } from "./use-preview.ts"

/** The names of a file's columns, as the server finds them. */
export async function readHeader(file: File, dataset: string): Promise<readonly string[] | null> {
  const { answer } = await look(dataset, { kind: "files", files: [file] }, {}, new AbortController().signal)
  return answer && answer.header.length > 0 ? answer.header : null
}
