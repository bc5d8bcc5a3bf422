import { createHash } from "node:crypto"
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs"
import { join } from "node:path"
import { PassThrough, Readable } from "node:stream"
import { afterEach, beforeEach, describe, expect, test } from "vitest"
import { systemClock } from "../../lib/clock.ts"
import { extractNameOf } from "../../lib/formats/extract-name.ts"
import { contentHashOf, plainHashOf } from "../../lib/store/content-hash.ts"
import { openDiskStore } from "../../lib/store/disk-store.ts"
import { safeFileName } from "../../lib/store/file-name.ts"
import type { FileStore } from "../../lib/store/stored.ts"
import { temporaryDirectory } from "../formats/chunk-reader.ts"

const NO_LIMIT = { max_bytes: 1_000_000_000 }
const DAY = 86_400_000

let directory: ReturnType<typeof temporaryDirectory>
let root: string
let store: FileStore

beforeEach(async () => {
  directory = temporaryDirectory()
  root = join(directory.path, "files")
  store = await openDiskStore(root)
})
afterEach(() => directory.remove())

const sha256 = (bytes: Buffer | string) => createHash("sha256").update(bytes).digest("hex")

describe("receiving", () => {
  test("a file arrives whole, hashed, under a name of its own", async () => {
    const bytes = Buffer.alloc(3_000_000, "kbo")
    const blocks = [bytes.subarray(0, 1), bytes.subarray(1, 2_000_000), bytes.subarray(2_000_000)]
    const received = await store.receive(Readable.from(blocks), "Kbo Öffnung.zip", NO_LIMIT)
    expect(received).toMatchObject({
      original_name: "Kbo Öffnung.zip",
      bytes: 3_000_000,
      // Below 8 MB there is one part.
      content_hash: sha256(createHash("sha256").update(bytes).digest()),
      sha256: sha256(bytes),
    })
    expect(received.filename).toMatch(/^[0-9a-f-]{36}-Kbo Öffnung\.zip$/)
    expect(readFileSync(received.locator).equals(bytes)).toBe(true)
    expect(await contentHashOf(received.locator)).toBe(received.content_hash)
    expect(await plainHashOf(received.locator, { clock: systemClock })).toBe(sha256(bytes))
    expect(await store.resolve(received.filename)).toEqual({
      filename: received.filename,
      locator: received.locator,
      bytes: 3_000_000,
    })
  })

  test("the same name twice gives two files", async () => {
    const first = await store.receive(Readable.from([Buffer.from("1")]), "a.zip", NO_LIMIT)
    const second = await store.receive(Readable.from([Buffer.from("2")]), "a.zip", NO_LIMIT)
    expect(first.filename).not.toBe(second.filename)
    expect(readFileSync(first.locator, "utf8")).toBe("1")
  })

  test("an upload over the limit is cut off and leaves nothing behind", async () => {
    let produced = 0
    const endless = Readable.from(
      (function* () {
        for (;;) {
          produced += 1_000
          yield Buffer.alloc(1_000)
        }
      })(),
    )
    const upload = store.receive(endless, "big.zip", { max_bytes: 10_000 })
    await expect(upload).rejects.toMatchObject({ status: 413, code: "upload_too_large" })
    expect(produced).toBeLessThan(200_000)
    expect(endless.destroyed).toBe(true)
    expect(readdirSync(root)).toEqual([])
  })

  for (const [name, reason] of [
    ["with an error", new Error("ECONNRESET")],
    ["without a word", undefined],
  ] as const) {
    test(`an upload that breaks off ${name} leaves nothing behind`, async () => {
      const stream = new PassThrough()
      stream.write("half a ")
      setImmediate(() => stream.destroy(reason))
      const upload = store.receive(stream, "half.zip", NO_LIMIT)
      await expect(upload).rejects.toMatchObject({ status: 400, code: "upload_broken_off" })
      expect(readdirSync(root)).toEqual([])
    })
  }
})

describe("names", () => {
  const harmless: [original: string, safe: string][] = [
    ["KboOpenData_0140_2025_10_05_Full.zip", "KboOpenData_0140_2025_10_05_Full.zip"],
    ["../../etc/passwd", "passwd"],
    ["C:\\Users\\me\\extract.zip", "extract.zip"],
    ["..", "file"],
    ["", "file"],
    [".bashrc", "bashrc"],
    ["a\0b\n<c>.csv", "a_b__c_.csv"],
    ["<img src=x>.zip", "_img src=x_.zip"],
    ["/", "file"],
  ]
  for (const [original, safe] of harmless) {
    test(`${JSON.stringify(original)} is stored as ${safe}`, async () => {
      const received = await store.receive(Readable.from([Buffer.from("x")]), original, NO_LIMIT)
      expect(received.filename.slice(37)).toBe(safe)
      expect(readdirSync(root)).toEqual([received.filename])
    })
  }

  test("a long name keeps its extension and whole characters", () => {
    const name = safeFileName(`${"é".repeat(300)}.zip`)
    expect(Buffer.byteLength(name)).toBeLessThanOrEqual(120)
    expect(name).toMatch(/^é+\.zip$/)
  })

  const unsafe = ["", "..", ".", "../x", "a/b", "a\\b", "/etc/passwd", "C:x", "a\0b", ".hidden", "a\nb"]
  for (const filename of unsafe) {
    test(`${JSON.stringify(filename)} is refused`, async () => {
      await expect(store.resolve(filename)).rejects.toMatchObject({ status: 422, code: "file_name_unsafe" })
      await expect(store.remove(filename)).rejects.toMatchObject({ status: 422, code: "file_name_unsafe" })
    })
  }

  test("a symlink out of the store is refused, a dangling one is not found", async () => {
    writeFileSync(join(directory.path, "secret"), "s")
    symlinkSync(join(directory.path, "secret"), join(root, "innocent.zip"))
    symlinkSync(join(directory.path, "nowhere"), join(root, "dangling.zip"))
    await expect(store.resolve("innocent.zip")).rejects.toMatchObject({ code: "file_name_unsafe" })
    await expect(store.resolve("dangling.zip")).rejects.toMatchObject({ code: "file_not_found" })
  })

  test("a missing file, a folder, a name too long and an unfinished download are not found", async () => {
    mkdirSync(join(root, "folder"))
    writeFileSync(join(root, "x.zip.part"), "")
    for (const filename of ["none.zip", "folder", "a".repeat(300), "x.zip.part"]) {
      await expect(store.resolve(filename)).rejects.toMatchObject({ status: 404, code: "file_not_found" })
    }
  })

  test("an extract's name survives the store", async () => {
    const name = "KboOpenData_0141_2025_10_06_Update.zip"
    const { filename } = await store.receive(Readable.from([Buffer.from("x")]), name, NO_LIMIT)
    expect(extractNameOf(filename)).toEqual({ extract_number: 141, type: "update" })
  })
})

describe("keeping", () => {
  test("files are listed newest first, without partial and hidden ones", async () => {
    for (const [index, name] of ["old.zip", "new.zip", "half.part", "half.part.json", ".hidden"].entries()) {
      writeFileSync(join(root, name), "x".repeat(index + 1))
      utimesSync(join(root, name), 1_700_000_000 + index, 1_700_000_000 + index)
    }
    mkdirSync(join(root, "folder"))
    expect(await store.list()).toEqual([
      { filename: "new.zip", bytes: 2, modified_at: "2023-11-14T22:13:21.000Z" },
      { filename: "old.zip", bytes: 1, modified_at: "2023-11-14T22:13:20.000Z" },
    ])
  })

  test("removing twice is no error", async () => {
    const { filename, locator } = await store.receive(Readable.from([Buffer.from("x")]), "a.zip", NO_LIMIT)
    await store.remove(filename)
    await store.remove(filename)
    expect(existsSync(locator)).toBe(false)
  })

  test("what nobody has added to for a day is abandoned, and goes with all there is of it", async () => {
    writeFileSync(join(root, "stale.part"), "x")
    writeFileSync(join(root, "stale.part.json"), "{}")
    writeFileSync(join(root, "stale.parts.part"), "")
    writeFileSync(join(root, "stale.tail.part"), "x")
    writeFileSync(join(root, "file.zip"), "x")
    const at = Date.now()
    const abandonedAt = async (now: number) =>
      (await openDiskStore(root, { now: () => now, wait: async () => {} })).abandoned()
    expect(await abandonedAt(at + DAY - 60_000)).toEqual([])
    expect(await abandonedAt(at + DAY + 60_000)).toEqual(["stale"])
    await store.remove("stale")
    expect(readdirSync(root)).toEqual(["file.zip"])
  })
})

describe("whose a file is", () => {
  const received = async (name: string) =>
    (await store.receive(Readable.from([Buffer.from(name)]), name, NO_LIMIT)).filename
  const namesFor = async (uploader?: string) =>
    (await store.list(uploader)).map(({ filename }) => filename).sort()

  test("is known after a restart, and to nobody when nobody said so", async () => {
    const [mine, theirs, found] = [await received("mine.csv"), await received("theirs.csv"), "found.csv"]
    await store.claim(mine, "ann")
    await store.claim(theirs, "bob")
    writeFileSync(join(root, found), "put here by hand")
    store = await openDiskStore(root)
    expect(await namesFor()).toEqual([mine, theirs, found].sort())
    expect(await namesFor("ann")).toEqual([mine])
    expect(await store.resolve(mine, "ann")).toMatchObject({ filename: mine })
    for (const name of [theirs, found]) {
      await expect(store.resolve(name, "ann")).rejects.toMatchObject({ code: "file_not_found" })
      expect(await store.resolve(name)).toMatchObject({ filename: name })
    }
  })

  test("is told no other way than what is not there", async () => {
    const theirs = await received("theirs.csv")
    await store.claim(theirs, "bob")
    const refusal = (filename: string) =>
      store.resolve(filename, "ann").catch((error: Error) => error.message)
    const missing = theirs.replace("theirs", "others")
    expect(await refusal(theirs)).toBe(String(await refusal(missing)).replace("others", "theirs"))
  })

  test("is forgotten with the file, by whatever way that went", async () => {
    const [removed, taken] = [await received("removed.csv"), await received("taken.csv")]
    await store.claim(removed, "ann")
    await store.claim(taken, "ann")
    await store.remove(removed)
    rmSync(join(root, taken))
    await openDiskStore(root)
    expect(readdirSync(root)).toEqual([])
  })

  test("cannot be read or written through the store", async () => {
    const mine = await received("mine.csv")
    await store.claim(mine, "ann")
    const note = readdirSync(root).find((name) => name !== mine) ?? ""
    await expect(store.resolve(note)).rejects.toMatchObject({ code: "file_name_unsafe" })
    await expect(store.remove(note)).rejects.toMatchObject({ code: "file_name_unsafe" })
    await expect(store.claim(`../${mine}`, "bob")).rejects.toMatchObject({ code: "file_name_unsafe" })
  })
})
