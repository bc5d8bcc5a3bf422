import { problem } from "../errors.ts"
import { textsOf } from "./object-answer.ts"
import type { PartedFile, StoredPart } from "./parts.ts"
import type { S3Client, S3Request } from "./s3-client.ts"

/** What a store in a bucket does with files that come in parts: the multipart uploads of the service. */
export function s3Parts(client: S3Client, keyOf: (filename: string) => string) {
  const tail = ({ filename }: PartedFile) => ({
    key: keyOf(`.tail-of-${filename}`),
    what: `the download of ${JSON.stringify(filename)}`,
  })
  const removeTail = async (file: PartedFile) => {
    await client.ask({ method: "DELETE", ...tail(file) }).catch(unlessGone)
  }
  const about = ({ filename, token }: PartedFile): Pick<S3Request, "key" | "what" | "query"> => ({
    key: keyOf(filename),
    what: `the upload of ${JSON.stringify(filename)}`,
    query: { uploadId: token },
  })
  return {
    async beginParts(filename: string): Promise<string> {
      const what = JSON.stringify(filename)
      const xml = await client.text({ method: "POST", key: keyOf(filename), query: { uploads: "" }, what })
      const [token] = textsOf(xml, "UploadId")
      if (token === undefined) throw oddAnswer()
      return token
    },
    async writePart(file: PartedFile, number: number, body: Buffer): Promise<StoredPart> {
      const { query, ...rest } = about(file)
      const asked = { ...rest, query: { ...query, partNumber: number }, body }
      const answer = await client.ask({ method: "PUT", ...asked })
      await answer.body?.cancel()
      return { number, etag: plain(answer.headers.get("etag") ?? "") }
    },
    async completeParts(file: PartedFile, parts: readonly StoredPart[]): Promise<void> {
      const ordered = [...parts].sort((one, other) => one.number - other.number)
      const lines = ordered.map(
        ({ number, etag }) => `<Part><PartNumber>${number}</PartNumber><ETag>"${etag}"</ETag></Part>`,
      )
      const body = `<CompleteMultipartUpload>${lines.join("")}</CompleteMultipartUpload>`
      const xml = await client.text({ method: "POST", ...about(file), body })
      // The service begins to answer before it is done, and says only then what went wrong.
      if (xml.includes("<Error>")) throw oddAnswer()
      await removeTail(file)
    },
    async abortParts(file: PartedFile): Promise<void> {
      await client.ask({ method: "DELETE", ...about(file) }).catch(unlessGone)
      await removeTail(file)
    },
    async keepTail(file: PartedFile, body: Buffer): Promise<void> {
      await client.ask({ method: "PUT", ...tail(file), body })
    },
    readTail: (file: PartedFile): Promise<Buffer> => client.bytes({ method: "GET", ...tail(file) }),
  }
}

/** Services put quotes around it, clients take them off or leave them. */
const plain = (etag: string) => etag.replace(/^(W\/)?"|"$/g, "")

/** Swallows that something is gone; everything else is thrown on. */
export function unlessGone(error: unknown): void {
  if (error instanceof Error && "code" in error && error.code === "file_not_found") return
  throw error
}

function oddAnswer() {
  const detail =
    "The object store gave an answer that makes no sense. Try again; check S3_ENDPOINT if it stays."
  return problem(503, "store_refused", detail)
}
