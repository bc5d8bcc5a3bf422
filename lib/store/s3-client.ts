import { hash } from "node:crypto"
import { AwsClient } from "aws4fetch"
import { isoTime } from "../clock.ts"
import { collected } from "./collected.ts"
import { assertSuccess, bodyOf, send } from "./object-answer.ts"
import { type Patience, patiently } from "./patience.ts"

/** Long enough for any call, be it on a machine of one's own; a locator is made anew for each. */
const READ_SECONDS = 21_600

/** Whose hosts do not name it. */
const FIRST_REGION = "us-east-1"

/** Where a bucket is, and who asks. */
export interface S3Settings {
  /** Null for Amazon's own, where the bucket is part of the host. */
  endpoint: string | null
  region: string
  access_key_id: string
  secret_access_key: string
  session_token: string | null
}

export interface S3Request {
  method: "GET" | "HEAD" | "PUT" | "POST" | "DELETE"
  /** Within the bucket; empty for the bucket itself. */
  key: string
  query?: Record<string, string | number>
  body?: Buffer | string
  /** What sentences call it. */
  what: string
}

/** Speaks with one bucket. Every answer's status is read; what may pass is tried again. */
export interface S3Client {
  /** An answer of success. Throws Problem 404 `file_not_found`, 503 `store_refused` | `store_unreachable`. */
  ask(request: S3Request): Promise<Response>
  /** The same with the answer's body, read within the tries. */
  bytes(request: S3Request): Promise<Buffer>
  /** The same as text. */
  text(request: S3Request): Promise<string>
  /** A URL by which whoever has it can send a request for some seconds; by default, read an object. */
  sign(key: string, asked?: SignedRequest): Promise<string>
}

export interface SignedRequest {
  method: "GET" | "PUT"
  query: Record<string, string | number>
  seconds: number
}

/** `now` is the time requests are signed with, which the service compares with its own. */
export function s3Client(bucket: string, settings: S3Settings, patience: Patience, now = Date.now): S3Client {
  const aws = new AwsClient({
    accessKeyId: settings.access_key_id,
    secretAccessKey: settings.secret_access_key,
    ...(settings.session_token !== null && { sessionToken: settings.session_token }),
    service: "s3",
    region: settings.region,
    retries: 0,
  })
  const root = rootOf(bucket, settings)
  const datetime = () => isoTime(now()).replace(/[:-]|\.\d{3}/g, "")

  const once = async ({ method, key, query = {}, body, what }: S3Request) => {
    // Amazon has a hash signed of every content, of none as well.
    const headers = { "x-amz-content-sha256": hash("sha256", body ?? "") }
    const init = { method, headers, ...(body !== undefined && { body: new Uint8Array(Buffer.from(body)) }) }
    const signed = await aws.sign(urlOf(root, key, query), { ...init, aws: { datetime: datetime() } })
    return assertSuccess(await send(signed, patience), what, patience)
  }
  const read = (request: S3Request) =>
    patiently(patience, async () => collected(bodyOf(await once(request), patience)))
  return {
    ask: (request) => patiently(patience, () => once(request)),
    bytes: read,
    text: async (request) => (await read(request)).toString("utf8"),
    async sign(key, { method, query, seconds } = { method: "GET", query: {}, seconds: READ_SECONDS }) {
      const url = urlOf(root, key, { ...query, "X-Amz-Expires": seconds })
      return (await aws.sign(url, { method, aws: { signQuery: true, datetime: datetime() } })).url
    },
  }
}

/** The beginning of every address in a bucket. */
export function rootOf(bucket: string, { endpoint, region }: S3Settings): string {
  if (endpoint === null)
    return `https://${bucket}.${region === FIRST_REGION ? "s3" : `s3.${region}`}.amazonaws.com`
  return `${endpoint.replace(/\/+$/, "")}/${bucket}`
}

function urlOf(root: string, key: string, query: Record<string, string | number>): string {
  const path = key.split("/").map(encoded).join("/")
  const asked = Object.entries(query).map(([name, value]) => `${encoded(name)}=${encoded(String(value))}`)
  return `${root}/${path}${asked.length > 0 ? `?${asked.join("&")}` : ""}`
}

/** As signatures want it: more than encodeURIComponent does. */
function encoded(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (one) => `%${one.charCodeAt(0).toString(16).toUpperCase()}`,
  )
}
