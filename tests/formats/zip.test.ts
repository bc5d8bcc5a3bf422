import { writeFileSync } from "node:fs"
import { join } from "node:path"
import { deflateRawSync } from "node:zlib"
import { afterAll, describe, expect, test } from "vitest"
import { openZip, type ZipEntry, type ZipLimits } from "../../lib/formats/zip.ts"
import { zipOf } from "../../scripts/sample/zip.ts"
import { canListDescriptors, openBelow } from "../store/descriptors.ts"
import { temporaryDirectory } from "./chunk-reader.ts"
import { rawZip } from "./zip-builder.ts"

const directory = temporaryDirectory()
afterAll(() => directory.remove())

let files = 0
function saved(bytes: Buffer | string): string {
  const path = join(directory.path, `archive-${files++}.zip`)
  writeFileSync(path, bytes)
  return path
}

async function contentOf(entry: ZipEntry): Promise<Buffer> {
  const parts: Buffer[] = []
  for await (const part of entry.open()) parts.push(part)
  return Buffer.concat(parts)
}

async function unpacked(bytes: Buffer, limits?: Partial<ZipLimits>): Promise<Record<string, string>> {
  const archive = await openZip(saved(bytes), limits)
  expect(archive.bytes).toBe(bytes.length)
  const contents: Record<string, string> = {}
  for (const entry of archive.entries) contents[entry.name] = (await contentOf(entry)).toString()
  return contents
}

const CSV = '"EntityNumber"\n"0200.065.765"\n'.repeat(50)

describe("archives that are read", () => {
  const good: [name: string, bytes: () => Buffer | Promise<Buffer>][] = [
    ["deflated entries", () => zipOf({ "meta.csv": CSV, "code.csv": CSV })],
    ["stored entries", () => zipOf({ "meta.csv": CSV, "code.csv": CSV }, { compress: false })],
    ["ZIP64 by a library", () => zipOf({ "meta.csv": CSV, "code.csv": CSV }, { zip64: true })],
    [
      "ZIP64 throughout",
      () =>
        rawZip(
          [
            { name: "meta.csv", content: CSV, zip64: true },
            { name: "code.csv", content: CSV },
          ],
          { zip64: true },
        ),
    ],
    [
      "data descriptors",
      () =>
        rawZip([
          { name: "meta.csv", content: CSV, descriptor: true },
          { name: "code.csv", content: CSV, descriptor: true, method: 0 },
        ]),
    ],
    [
      "folders, which are left out",
      () =>
        rawZip([
          { name: "data/", method: 0 },
          { name: "meta.csv", content: CSV },
          { name: "code.csv", content: CSV },
        ]),
    ],
    [
      "a long comment that looks like another end",
      () =>
        rawZip(
          [
            { name: "meta.csv", content: CSV },
            { name: "code.csv", content: CSV },
          ],
          { comment: `PK\x05\x06${"\0".repeat(60_000)}` },
        ),
    ],
  ]
  for (const [name, bytes] of good) {
    test(name, async () => {
      expect(await unpacked(await bytes())).toEqual({ "meta.csv": CSV, "code.csv": CSV })
    })
  }

  test("an archive without entries", async () => {
    expect(await unpacked(rawZip([]))).toEqual({})
  })

  test("an empty entry, stored or deflated", async () => {
    const bytes = rawZip([
      { name: "a", content: "", method: 0 },
      { name: "b", content: "" },
    ])
    expect(await unpacked(bytes)).toEqual({ a: "", b: "" })
  })

  test("names that are UTF-8 without saying so, and names in a code page of old", async () => {
    const old = Buffer.from([0x82, 0x2e, 0x63])
    const czech = Buffer.from([0xa7, 0xe7, 0xe5, 0x2e, 0x63])
    const bytes = rawZip([{ name: "é/ü.csv" }, { name: old }, { name: czech }])
    expect(Object.keys(await unpacked(bytes))).toEqual(["é/ü.csv", "é.c", "žšň.c"])
  })

  test("bytes in front of and between the entries do not matter", async () => {
    const bytes = rawZip([
      { name: "a", content: "x", packed: Buffer.concat([deflateRawSync("x"), Buffer.alloc(9)]) },
    ])
    expect(await unpacked(bytes)).toEqual({ a: "x" })
  })

  test("an entry of many megabytes comes in blocks, twice if asked, and its figures are told", async () => {
    const content = Buffer.alloc(20_000_000)
    for (let at = 0; at < content.length; at += 4) content.writeUInt32LE((at * 2_654_435_761) >>> 16, at)
    const path = saved(await zipOf({ "activity.csv": content }))
    const [entry] = (await openZip(path)).entries
    if (!entry) throw new Error("no entry")
    expect(entry).toMatchObject({ name: "activity.csv", uncompressedSize: content.length })
    for (let time = 0; time < 2; time++) expect((await contentOf(entry)).equals(content)).toBe(true)
  })

  test("a reader that leaves early closes the file", async () => {
    const path = saved(await zipOf({ a: Buffer.alloc(5_000_000, "abc\n") }, { compress: false }))
    const [entry] = (await openZip(path)).entries
    for await (const block of entry?.open() ?? []) {
      expect(block.length).toBeGreaterThan(0)
      expect(openBelow(path)).toHaveLength(canListDescriptors ? 1 : 0)
      break
    }
    expect(openBelow(path)).toEqual([])
  })
})

const one = (entry: object) => rawZip([{ name: "meta.csv", content: CSV, ...entry }])
const flipped = (bytes: Buffer, at: number) => {
  const copy = Buffer.from(bytes)
  copy[at] = (copy[at] ?? 0) ^ 1
  return copy
}
const LOGIN = "\uFEFF\n<!DOCTYPE html>\n<html><head><title>Login</title></head></html>"

/** Named by what they must be refused for; some only while an entry is read. */
const broken: [code: string, name: string, bytes: () => Buffer | Promise<Buffer>, says: RegExp][] = [
  ["not_a_zip", "a login page", () => Buffer.from(LOGIN), /HTML page.*login/],
  ["not_a_zip", "an empty file", () => Buffer.alloc(0), /empty/],
  ["not_a_zip", "one byte", () => Buffer.from("P"), /not a ZIP/],
  ["not_a_zip", "a CSV", () => Buffer.from(CSV), /archive-\d+\.zip is not a ZIP/],
  ["not_a_zip", "gzip", () => Buffer.from([0x1f, 0x8b, 8, 0]), /gzip/],
  [
    "zip_truncated",
    "the second half missing",
    async () => (await zipOf({ a: CSV })).subarray(0, 60),
    /cut off/,
  ],
  ["zip_truncated", "the last byte missing", () => one({}).subarray(0, -1), /cut off/],
  ["zip_truncated", "the middle missing", () => one({}).subarray(40), /cut off/],
  ["zip_truncated", "a directory behind the end", () => rawZip([], { directory_offset: 9_999 }), /cut off/],
  [
    "zip_truncated",
    "a ZIP64 directory far behind the end",
    () => rawZip([{ name: "a" }], { zip64: true }).subarray(20),
    /cut off/,
  ],
  ["zip_encrypted", "the encryption flag", () => one({ flags: 1 }), /"meta.csv" in archive.*encrypted/],
  ["zip_encrypted", "AES", () => one({ method: 99 }), /encrypted/],
  ["zip_unsupported", "another method", () => one({ method: 12 }), /method 12/],
  ["zip_unsupported", "several disks", () => rawZip([{ name: "a" }], { disk: 1 }), /split/],
  ["zip_bomb", "a ratio beyond belief", () => one({ content: Buffer.alloc(2_000_000) }), /300 times/],
  [
    "zip_bomb",
    "more bytes than declared",
    () => one({ uncompressed_size: 10 }),
    /more bytes than it declares/,
  ],
  [
    "zip_bomb",
    "too many entries",
    () => rawZip(Array.from({ length: 1_001 }, (_, n) => ({ name: `${n}` }))),
    /1,001 entries/,
  ],
  [
    "zip_bomb",
    "a claim of four billion entries",
    () => rawZip([{ name: "a" }], { zip64: true, entry_count: 2 ** 32 }),
    /entries/,
  ],
  [
    "zip_bomb",
    "a directory of many megabytes",
    () => Buffer.concat([rawZip([]).subarray(0, 0), Buffer.alloc(17_000_000), rawZip([])]),
    /directory/,
  ],
  [
    "zip_bomb",
    "overlapping entries",
    () =>
      rawZip([
        { name: "a", content: CSV },
        { name: "b", content: CSV, offset: 0 },
      ]),
    /overlap/,
  ],
  ["zip_entry_unsafe", "a path that climbs", () => rawZip([{ name: "a/../../x" }]), /"a\/\.\.\/\.\.\/x"/],
  ["zip_entry_unsafe", "an absolute path", () => rawZip([{ name: "/etc/passwd" }]), /relative/],
  ["zip_entry_unsafe", "a drive", () => rawZip([{ name: "C:x" }]), /relative/],
  ["zip_entry_unsafe", "a backslash", () => rawZip([{ name: "a\\b" }]), /relative/],
  ["zip_entry_unsafe", "a NUL", () => rawZip([{ name: "a\0.csv" }]), /relative/],
  ["zip_entry_unsafe", "no name", () => rawZip([{ name: "" }]), /relative/],
  [
    "zip_entry_unsafe",
    "a link",
    () => rawZip([{ name: "a", content: "/etc/passwd", unix_mode: 0xa1ff }]),
    /link/,
  ],
  ["zip_entry_duplicate", "a name twice", () => rawZip([{ name: "a" }, { name: "a" }]), /"a".*twice/],
  ["zip_corrupt", "a bit flipped in deflated bytes", () => flipped(one({}), 45), /"meta.csv"/],
  ["zip_corrupt", "a bit flipped in stored bytes", () => flipped(one({ method: 0 }), 45), /checksum/],
  ["zip_corrupt", "a wrong CRC", () => one({ crc: 1 }), /checksum/],
  ["zip_corrupt", "fewer bytes than declared", () => one({ uncompressed_size: CSV.length + 1 }), /shorter/],
  [
    "zip_corrupt",
    "deflated bytes cut short",
    () => one({ packed: deflateRawSync(CSV).subarray(0, -4) }),
    /make no sense/,
  ],
  ["zip_corrupt", "no deflated bytes at all", () => one({ packed: Buffer.alloc(0) }), /"meta.csv"/],
  [
    "zip_corrupt",
    "a stored entry with two sizes",
    () => one({ method: 0, uncompressed_size: 3 }),
    /two different sizes/,
  ],
  ["zip_corrupt", "another name in the local header", () => one({ local_name: "beta.csv" }), /disagree/],
  ["zip_corrupt", "an offset to nowhere", () => one({ offset: 20 }), /directory|disagree/],
  [
    "zip_corrupt",
    "bytes in front of the archive",
    () => Buffer.concat([Buffer.from("MZ stub"), one({})]),
    /directory/,
  ],
  [
    "zip_corrupt",
    "fewer records than the end says",
    () => rawZip([{ name: "a" }], { entry_count: 2 }),
    /directory/,
  ],
  [
    "zip_corrupt",
    "a ZIP64 end record that is missing",
    () => flipped(rawZip([{ name: "a" }], { zip64: true }), 31 + 2 + 47 + 56),
    /ZIP64/,
  ],
]

describe("archives that are refused", () => {
  for (const [code, name, bytes, says] of broken) {
    test(`${name} is ${code}`, async () => {
      const path = saved(await bytes())
      const reading = openZip(path).then((archive) => Promise.all(archive.entries.map(contentOf)))
      await expect(reading).rejects.toMatchObject({ name: "Problem", status: 422, code, detail: says })
      expect(openBelow(path)).toEqual([])
    })
  }

  test("entries that add up to too much are a bomb", async () => {
    const reading = unpacked(
      rawZip([
        { name: "a", content: CSV },
        { name: "b", content: CSV },
      ]),
      { max_bytes: 2_000 },
    )
    await expect(reading).rejects.toMatchObject({ code: "zip_bomb" })
  })

  test("a lying size is noticed after little more than it declares", async () => {
    const path = saved(one({ content: Buffer.alloc(200_000_000), uncompressed_size: 1_000_000 }))
    const [entry] = (await openZip(path)).entries
    let bytes = 0
    const reading = async () => {
      for await (const block of entry?.open() ?? []) bytes += block.length
    }
    await expect(reading()).rejects.toMatchObject({ code: "zip_bomb" })
    expect(bytes).toBeLessThanOrEqual(1_000_000)
  })

  test("a file that is gone is not found, by the name its sender gave it", async () => {
    const path = join(directory.path, "0192f0c4-7c54-7000-8000-0123456789ab-Kbo.zip")
    await expect(openZip(path)).rejects.toMatchObject({
      status: 404,
      code: "file_not_found",
      detail: /^The file Kbo\.zip /,
    })
  })
})

test("the picture that a folder has on a Mac is no reason to refuse an archive", async () => {
  expect(Object.keys(await unpacked(await zipOf({ "people.csv": CSV, "a/Icon\r": "" })))).toContain(
    "people.csv",
  )
})
