import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import S3rver from "s3rver"

export interface S3Server {
  endpoint: string
  close(): Promise<void>
}

/** What docs/deployment.md asks for: pages may send parts, and see what the bucket calls them. */
const PAGES = `<CORSConfiguration><CORSRule>
  <AllowedOrigin>*</AllowedOrigin><AllowedMethod>PUT</AllowedMethod><AllowedHeader>*</AllowedHeader>
  <ExposeHeader>ETag</ExposeHeader>
</CORSRule></CORSConfiguration>`

/** A real S3 server on this machine with one bucket and its CORS rules; it takes any signature. */
export async function serveS3(bucket: string, rules = PAGES): Promise<S3Server> {
  const directory = mkdtempSync(join(tmpdir(), "sluice-s3-"))
  const server = new S3rver({
    port: 0,
    address: "127.0.0.1",
    silent: true,
    directory,
    configureBuckets: [{ name: bucket, configs: [rules] }],
  })
  const { port } = await server.run()
  return {
    endpoint: `http://127.0.0.1:${port}`,
    async close() {
      await server.close()
      rmSync(directory, { recursive: true, force: true })
    },
  }
}
