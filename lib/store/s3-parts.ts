import { isProblem, problem } from "../errors.ts"
import { elementsOf, textsOf } from "./object-answer.ts"
import type { ArrivedPart, PartedFile, StoredPart } from "./parts.ts"
import type { S3Client, S3Request } from "./s3-client.ts"

/** For which whoever has the URL of a part may send it. */
const PART_SECONDS = 86_400

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
    partUrl({ filename, token }: PartedFile, number: number): Promise<string | null> {
      const query = { partNumber: number, uploadId: token }
      return client.sign(keyOf(filename), { method: "PUT", query, seconds: PART_SECONDS })
    },
    async partsThere(file: PartedFile): Promise<ArrivedPart[] | null> {
      const found: ArrivedPart[] = []
      for (let from: string | undefined; ; ) {
        const { query, ...rest } = about(file)
        const asked = {
          ...rest,
          query: { ...query, ...(from !== undefined && { "part-number-marker": from }) },
        }
        const xml = await client.text({ method: "GET", ...asked }).catch(nullIfLacking)
        if (xml === null) return null
        for (const part of elementsOf(xml, "Part")) {
          const [number, etag = "", size] = ["PartNumber", "ETag", "Size"].map(
            (name) => textsOf(part, name)[0],
          )
          found.push({ number: Number(number), etag: plain(etag), bytes: Number(size) })
        }
        from = textsOf(xml, "NextPartNumberMarker")[0]
        if (from === undefined || textsOf(xml, "IsTruncated")[0] !== "true") return found
      }
    },
    async completeParts(file: PartedFile, parts: readonly StoredPart[]): Promise<void> {
      const ordered = [...parts].sort((one, other) => one.number - other.number)
      const lines = ordered.map(
        ({ number, etag }) => `<Part><PartNumber>${number}</PartNumber><ETag>"${etag}"</ETag></Part>`,
      )
      const body = `<CompleteMultipartUpload>${lines.join("")}</CompleteMultipartUpload>`
      const asked = { ...about(file), body }
      const xml = await client.text({ method: "POST", ...asked }).catch(async (error: unknown) => {
        unlessGone(error)
        // Where the answer to an earlier try was lost, the upload is gone because it is the object by now.
        await client.ask({ method: "HEAD", key: asked.key, what: asked.what })
        return ""
      })
      // The service begins to answer before it is done, and says only then what went wrong.
      if (xml.includes("<Error>")) throw oddAnswer()
      await removeTail(file)
    },
    async abortParts(file: PartedFile): Promise<void> {
      await client
        .ask({ method: "DELETE", ...about(file) })
        .catch(nullIfLacking)
        .catch(unlessGone)
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
  if (isProblem(error) && error.code === "file_not_found") return
  throw error
}

/** Small services do without some calls: then the store cannot tell, or leaves what it has. */
function nullIfLacking(error: unknown): null {
  if (isProblem(error) && error.code === "store_lacks_call") return null
  throw error
}

function oddAnswer() {
  const detail =
    "The object store gave an answer that makes no sense. Try again; check S3_ENDPOINT if it stays."
  return problem(503, "store_refused", detail)
}
