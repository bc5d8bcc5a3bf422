import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import S3rver from "s3rver"
import { slowedTo } from "./slow-proxy.ts"

export interface S3Server {
  endpoint: string
  close(): Promise<void>
}

/** A real S3 server on this machine with one bucket; it takes any signature. No connection is faster than what is said. */
export async function serveS3(bucket: string, bytes_per_second?: number): Promise<S3Server> {
  const directory = mkdtempSync(join(tmpdir(), "sluice-s3-"))
  const server = new S3rver({
    port: 0,
    address: "127.0.0.1",
    silent: true,
    directory,
    configureBuckets: [{ name: bucket, configs: [] }],
  })
  const { port } = await server.run()
  const proxy = bytes_per_second === undefined ? null : await slowedTo(bytes_per_second, port)
  return {
    endpoint: `http://127.0.0.1:${proxy?.port ?? port}`,
    async close() {
      await proxy?.close()
      await server.close()
      rmSync(directory, { recursive: true, force: true })
    },
  }
}
