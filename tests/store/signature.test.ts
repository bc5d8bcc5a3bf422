import { AwsClient } from "aws4fetch"
import { afterEach, describe, expect, test, vi } from "vitest"
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

/** What every request of Amazon's examples is signed with. */
const CREDENTIAL = "AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request"
const signatureOf = (request: Request) =>
  /Signature=([0-9a-f]{64})$/.exec(request.headers.get("authorization") ?? "")?.[1]

describe("a request has in its head the signature that Amazon publishes for", () => {
  afterEach(() => vi.unstubAllGlobals())
  const aws = { datetime: "20130524T000000Z" }

  /** What the client sends, as it would leave this machine. */
  async function sent(request: Parameters<typeof client.text>[0]): Promise<Request> {
    const requests: Request[] = []
    vi.stubGlobal("fetch", async (one: Request) => {
      requests.push(one)
      return new Response("")
    })
    await client.text(request)
    expect(requests).toHaveLength(1)
    return requests[0] as Request
  }

  test.each([
    {
      what: "a list of objects",
      query: { "max-keys": 2, prefix: "J" } as Record<string, string | number>,
      url: "https://examplebucket.s3.amazonaws.com/?max-keys=2&prefix=J",
      signature: "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7",
    },
    {
      what: "a question about the bucket, whose query has no value",
      query: { lifecycle: "" } as Record<string, string | number>,
      url: "https://examplebucket.s3.amazonaws.com/?lifecycle=",
      signature: "fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543",
    },
  ])("$what", async ({ query, url, signature }) => {
    const request = await sent({ method: "GET", key: "", query, what: "the bucket" })
    expect(request.url).toBe(url)
    expect(request.headers.get("authorization")).toBe(
      `AWS4-HMAC-SHA256 Credential=${CREDENTIAL}, SignedHeaders=host;x-amz-content-sha256;x-amz-date, Signature=${signature}`,
    )
  })

  test("an object that is put, with the hash of its content", async () => {
    const body = "Welcome to Amazon S3."
    const request = await sent({ method: "PUT", key: "test$file.text", body, what: "a file" })
    expect(request.url).toBe("https://examplebucket.s3.amazonaws.com/test%24file.text")
    const hash = request.headers.get("x-amz-content-sha256") ?? ""
    expect(hash).toBe("44ce7dd67c959e0d3524ffac1771dfbba87d2b6b4b4e99e42034a8b803f8b072")
    // The example has two headers more, which are no part of what is sent from here.
    const headers = {
      date: "Fri, 24 May 2013 00:00:00 GMT",
      "x-amz-storage-class": "REDUCED_REDUNDANCY",
      "x-amz-content-sha256": hash,
    }
    const example = await signer().sign(request.url, { method: "PUT", headers, body, aws })
    expect(signatureOf(example)).toBe("98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd")
  })

  test("a stretch of an object", async () => {
    const headers = {
      range: "bytes=0-9",
      "x-amz-content-sha256": "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    }
    const url = "https://examplebucket.s3.amazonaws.com/test.txt"
    const example = await signer().sign(url, { headers, aws: { ...aws, allHeaders: true } })
    expect(signatureOf(example)).toBe("f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41")
  })

  test.each([
    ["GET", "", "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31"],
    ["POST", "", "5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b"],
    [
      "GET",
      "?Param2=value2&Param1=value1",
      "b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500",
    ],
  ])("%s /%s of its test suite", async (method, query, signature) => {
    const suite = new AwsClient({
      accessKeyId: "AKIDEXAMPLE",
      secretAccessKey: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
      service: "service",
      region: "us-east-1",
    })
    const init = { method, aws: { datetime: "20150830T123600Z" } }
    const request = await suite.sign(`https://example.amazonaws.com/${query}`, init)
    expect(signatureOf(request)).toBe(signature)
  })
})

/** What signs for the client, with headers of one's own. */
const signer = () =>
  new AwsClient({
    accessKeyId: settings.access_key_id,
    secretAccessKey: settings.secret_access_key,
    service: "s3",
    region: settings.region,
  })
