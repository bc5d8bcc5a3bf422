import { tmpdir } from "node:os"
import { openBucket } from "../../scripts/command/bucket.ts"
import { slowedTo } from "./slow-proxy.ts"

export interface S3Server {
  endpoint: string
  close(): Promise<void>
}

/** What docs/deployment.md asks for: pages may send parts, and see what the bucket calls them. */
const PAGES = `<CORSConfiguration><CORSRule>
  <AllowedOrigin>*</AllowedOrigin><AllowedMethod>PUT</AllowedMethod><AllowedHeader>*</AllowedHeader>
  <ExposeHeader>ETag</ExposeHeader>
</CORSRule></CORSConfiguration>`

interface Bucket {
  /** Its CORS rules. */
  rules?: string
  /** No connection to it is faster. */
  bytes_per_second?: number
}

/** A real S3 server on this machine with one bucket; it takes any signature. */
export async function serveS3(
  bucket: string,
  { rules = PAGES, bytes_per_second }: Bucket = {},
): Promise<S3Server> {
  const { port, close } = await openBucket(tmpdir(), bucket, [rules])
  const proxy = bytes_per_second === undefined ? null : await slowedTo(bytes_per_second, port)
  return {
    endpoint: `http://127.0.0.1:${proxy?.port ?? port}`,
    async close() {
      await proxy?.close()
      await close()
    },
  }
}
