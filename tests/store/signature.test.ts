import { expect, test } from "vitest"
import { s3Client } from "../../lib/store/s3-client.ts"
import { movableClock } from "../support/clock.ts"

/** The example of Amazon's own description of Signature Version 4 for S3: its keys, bucket and time. */
const settings = {
  endpoint: null,
  region: "us-east-1",
  access_key_id: "AKIAIOSFODNN7EXAMPLE",
  secret_access_key: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
  session_token: null,
}
const at = () => Date.parse("2013-05-24T00:00:00Z")
const client = s3Client("examplebucket", settings, { clock: movableClock() }, at)

test("a signed URL has the signature that Amazon publishes for its example", async () => {
  const url = new URL(await client.sign("test.txt", { method: "GET", query: {}, seconds: 86_400 }))
  expect(url.origin + url.pathname).toBe("https://examplebucket.s3.amazonaws.com/test.txt")
  expect(Object.fromEntries(url.searchParams)).toEqual({
    "X-Amz-Algorithm": "AWS4-HMAC-SHA256",
    "X-Amz-Credential": "AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request",
    "X-Amz-Date": "20130524T000000Z",
    "X-Amz-Expires": "86400",
    "X-Amz-SignedHeaders": "host",
    "X-Amz-Signature": "aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404",
  })
})

test("another key, method or query has another signature", async () => {
  const signatures = await Promise.all(
    [
      client.sign("test.txt", { method: "PUT", query: {}, seconds: 86_400 }),
      client.sign("test.txt", { method: "GET", query: { partNumber: 1 }, seconds: 86_400 }),
      client.sign("test2.txt", { method: "GET", query: {}, seconds: 86_400 }),
    ].map(async (url) => new URL(await url).searchParams.get("X-Amz-Signature")),
  )
  expect(new Set(signatures).size).toBe(3)
})
