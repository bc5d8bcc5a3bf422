import { mkdtemp, rm } from "node:fs/promises"
import type { Server } from "node:http"
import { join } from "node:path"
import S3rver from "s3rver"

/** A bucket of an S3 server of this process, which takes any signature. */
export interface Bucket {
  port: number
  httpServer: Server
  close(): Promise<void>
}

const BUCKET = "sources"

/** What keeps files in it, at a place that begins with its name. */
export const bucketEnv = (endpoint: string, place = BUCKET) => ({
  SLUICE_FILES: `s3://${place}`,
  S3_ENDPOINT: endpoint,
  S3_ACCESS_KEY_ID: "S3RVER",
  S3_SECRET_ACCESS_KEY: "S3RVER",
})

/** Opens one whose objects are in a folder of its own below `root`; `rules` are its CORS rules, in XML. */
export async function openBucket(
  root: string,
  name = BUCKET,
  rules: readonly string[] = [],
): Promise<Bucket> {
  const directory = await mkdtemp(join(root, "bucket-"))
  const configureBuckets = [{ name, configs: rules }]
  const server = new S3rver({ port: 0, address: "127.0.0.1", silent: true, directory, configureBuckets })
  const { port } = await server.run()
  return {
    port,
    httpServer: server.httpServer,
    async close() {
      await server.close()
      await rm(directory, { recursive: true, force: true })
    },
  }
}
