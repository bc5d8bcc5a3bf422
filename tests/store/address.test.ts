import type { LookupAddress } from "node:dns"
import { describe, expect, test } from "vitest"
import { checkUrl, guardedLookup, refusalOfAddress } from "../../lib/store/address.ts"

describe("addresses", () => {
  const open = ["8.8.8.8", "185.84.176.1", "2a02:2c40:0:c1::1", "2606:4700::6810:84e5"]
  for (const address of open) {
    test(`${address} is public`, () => expect(refusalOfAddress(address)).toBeNull())
  }

  const closed = [
    ...[
      "127.0.0.1",
      "127.255.255.254",
      "0.0.0.0",
      "0.1.2.3",
      "10.1.2.3",
      "172.16.0.1",
      "172.31.255.255",
      "192.168.1.1",
    ],
    ...[
      "169.254.169.254",
      "100.64.0.1",
      "192.0.0.8",
      "192.0.2.1",
      "198.18.0.1",
      "203.0.113.7",
      "224.0.0.1",
      "240.0.0.1",
    ],
    ...[
      "255.255.255.255",
      "::",
      "::1",
      "::ffff:127.0.0.1",
      "::ffff:10.0.0.1",
      "::127.0.0.1",
      "::ffff:0:7f00:1",
    ],
    ...[
      "fe80::1",
      "fe80::1%eth0",
      "fec0::1",
      "fc00::1",
      "fd00:ec2::254",
      "ff02::1",
      "64:ff9b::7f00:1",
      "64:ff9b:1::1",
    ],
    ...["2002:7f00:1::", "2001:0:7f00:1::", "2001:db8::1", "100::1", "4000::1", "", "localhost", "1.2.3.4.5"],
  ]
  for (const address of closed) {
    test(`${JSON.stringify(address)} is not`, () =>
      expect(refusalOfAddress(address)).toEqual(expect.any(String)))
  }
})

describe("URLs", () => {
  const allow = ["Intranet", "files.local:8080", "[::1]:9000"]

  const taken: [url: string, allowed: boolean][] = [
    ["https://kbopub.economie.fgov.be/x.zip", false],
    ["https://8.8.8.8/x.zip", false],
    ["http://intranet/x.zip", true],
    ["http://INTRANET:99/x.zip", true],
    ["http://files.local:8080/x.zip", true],
    ["http://[::1]:9000/x.zip", true],
  ]
  for (const [url, allowed] of taken) {
    test(`${url} is taken${allowed ? " because it is listed" : ""}`, () => {
      expect(checkUrl(url, allow)).toMatchObject({ allowed })
    })
  }

  const refused: [url: string, says: RegExp][] = [
    ["http://kbopub.economie.fgov.be/x.zip", /kbopub\.economie\.fgov\.be: plain http/],
    ["http://files.local/x.zip", /files\.local: plain http/],
    ["https://127.0.0.1/x.zip", /127\.0\.0\.1: it is a loopback address/],
    ["https://0x7f.1/", /loopback/],
    ["https://017700000001/", /loopback/],
    ["https://[::ffff:7f00:1]/", /loopback/],
    ["https://[fd00:ec2::254]/", /private/],
    ["https://user@intranet/", /user name/],
    ["http://:secret@intranet/", /password/],
    ["file:///etc/passwd", /file: URLs/],
    ["ftp://intranet/x.zip", /ftp: URLs/],
    ["data:text/plain,x", /data: URLs/],
    ["javascript:alert(1)", /javascript: URLs/],
    ["/etc/passwd", /none/],
    ["", /none/],
  ]
  for (const [url, says] of refused) {
    test(`${JSON.stringify(url)} is refused`, () => {
      expect(() => checkUrl(url, allow)).toThrow(
        expect.objectContaining({ status: 422, code: "url_refused", detail: expect.stringMatching(says) }),
      )
    })
  }
})

describe("the socket's look-up", () => {
  const answers = (...addresses: string[]) =>
    guardedLookup((_host, done) =>
      done(
        null,
        addresses.map((address) => ({ address, family: address.includes(":") ? 6 : 4 })),
      ),
    )
  const found = (lookup: ReturnType<typeof guardedLookup>, all: boolean) =>
    new Promise<string | LookupAddress[]>((resolve, reject) => {
      lookup("rebound.example", { all }, (error, address) => (error ? reject(error) : resolve(address)))
    })

  test("only public addresses reach the socket", async () => {
    const lookup = answers("127.0.0.1", "8.8.8.8", "::1")
    expect(await found(lookup, true)).toEqual([{ address: "8.8.8.8", family: 4 }])
    expect(await found(lookup, false)).toBe("8.8.8.8")
  })

  test("a name that turned into a private address is refused by name", async () => {
    for (const all of [true, false]) {
      await expect(found(answers("10.0.0.1"), all)).rejects.toMatchObject({
        code: "url_refused",
        detail: expect.stringMatching(/rebound\.example: it is a private address/),
      })
    }
  })

  test("a name without addresses is refused", async () => {
    await expect(found(answers(), true)).rejects.toMatchObject({ code: "url_refused" })
  })

  test("a resolver's own error passes through", async () => {
    const lookup = guardedLookup((_host, done) => done(new Error("ENOTFOUND"), []))
    await expect(found(lookup, true)).rejects.toThrow("ENOTFOUND")
  })
})
