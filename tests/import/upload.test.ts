import { createHash, randomBytes } from "node:crypto"
import { existsSync, utimesSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { Readable } from "node:stream"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { ImportOptions, type ImportOptionsInput, type PartedUpload } from "../../lib/contract/index.ts"
import { contacts } from "../../lib/datasets/contacts.ts"
import type { Dataset } from "../../lib/datasets/declaration.ts"
import { documents } from "../../lib/datasets/documents.ts"
import { statement } from "../../lib/db/statement.ts"
import type { PrepareSource } from "../../lib/engine/admission/prepare-source.ts"
import { problem } from "../../lib/errors.ts"
import { controlJob } from "../../lib/import/control.ts"
import { prepareImport } from "../../lib/import/prepare.ts"
import { completeUpload } from "../../lib/import/uploads/complete-upload.ts"
import { sweepUnnamed, sweepUploads } from "../../lib/import/uploads/sweep-uploads.ts"
import { abandonUpload, beginUpload, noteUpload, uploadState } from "../../lib/import/uploads/upload.ts"
import { receivePart } from "../../lib/import/uploads/upload-part.ts"
import { contentHashOf } from "../../lib/store/content-hash.ts"
import { bucketEnv } from "../../scripts/command/bucket.ts"
import { rawZip } from "../formats/zip-builder.ts"
import { type S3Server, serveS3 } from "../store/s3-server.ts"
import { refusal, schedule } from "../support/ask.ts"
import { besideWriting, gateBefore } from "../support/gate.ts"
import { actor, carryOn, prepareOn } from "../support/imports.ts"
import type { Lab } from "../support/lab.ts"
import { ownLab } from "../support/own-lab.ts"
import { inLongRuns, LONG_RUN } from "../support/rounds.ts"

const PART = 8_388_608
const content = randomBytes(PART + 1_000)
const other = { name: "somebody else", projects: ["*"] }
const sha256 = createHash("sha256").update(content).digest("hex")
const DAY_MS = 86_400_000

let s3: S3Server
beforeAll(async () => {
  s3 = await serveS3("sources")
})
afterAll(() => s3.close())

const bucket = () => bucketEnv(s3.endpoint, `sources/${randomBytes(4).toString("hex")}`)

describe.each([
  ["a folder", () => ({})],
  ["a bucket", bucket],
])("a file that is sent in parts, into %s,", (where, environment) => {
  const lab = ownLab(environment)

  const begin = (bytes = content.length, name = "people.csv") =>
    beginUpload({ name, bytes, keep: true, actor }, lab.effects)
  const complete = (upload: PartedUpload, more: Partial<Parameters<typeof completeUpload>[0]> = {}) =>
    completeUpload({ upload_id: upload.upload_id, actor, ...more }, lab.effects)

  /** As a browser does: to where the plan says. Answers what to tell when all is there. */
  async function send(upload: PartedUpload, number: number, whole: Buffer = content) {
    const body = whole.subarray((number - 1) * upload.part_bytes, number * upload.part_bytes)
    const url = upload.parts.find((part) => part.number === number)?.url ?? ""
    if (!url.startsWith("/")) {
      const answer = await fetch(url, { method: "PUT", body: new Uint8Array(body) })
      expect(answer.status).toBe(200)
      return { number, etag: answer.headers.get("etag") ?? "" }
    }
    expect(url).toBe(`/api/uploads/${upload.upload_id}/parts/${number}`)
    const { upload_id } = upload
    return receivePart({ upload_id, number, body: async () => body, actor }, lab.effects)
  }

  test("may come in any order and twice, is put together once, and can be imported", async () => {
    const note = "A long letter. ".repeat(4_000)
    const text = Buffer.from(`email,notes\n${`ann@example.org,${note}\n`.repeat(150)}`)
    const upload = await begin(text.length)
    expect(upload).toMatchObject({ part_bytes: PART, bytes: text.length })
    expect(upload.parts.map(({ number }) => number)).toEqual([1, 2])
    const parts = []
    for (const number of [1, 2, 1]) parts.push(await send(upload, number, text))
    const hash = createHash("sha256").update(text).digest("hex")
    const done = await complete(upload, { parts: parts.slice(1), sha256: hash.toUpperCase() })
    expect(done).toEqual({
      filename: upload.filename,
      original_name: "people.csv",
      bytes: text.length,
      sha256: hash,
    })
    expect(await complete(upload, { parts: parts.slice(1), sha256: hash })).toEqual(done)
    const source = { kind: "stored" as const, filename: done.filename }
    const options = ImportOptions.parse({})
    const { answer } = await prepareImport({ dataset: contacts, source, options, actor }, lab.effects)
    expect(answer.status).toBe("ready")
  })

  test("is checked by the hash of its parts as well, and what is other is removed", async () => {
    const upload = await begin()
    const parts = [await send(upload, 1), await send(upload, 2)]
    await complete(upload, { parts })
    const { locator } = await lab.effects.store.resolve(upload.filename)
    const sameHash = await contentHashOf(locator)
    expect(await complete(upload, { sha256: sameHash })).toMatchObject({ sha256: sameHash })
    const next = await begin()
    const again = [await send(next, 1), await send(next, 2)]
    expect(await refusal(complete(next, { parts: again, sha256: "0".repeat(64) }))).toBe("422 checksum_wrong")
    expect(await refusal(lab.effects.store.resolve(next.filename))).toBe("404 file_not_found")
  })

  inLongRuns("has its checksum compared over several calls where one is too short for it", async () => {
    const parts = createHash("sha256")
    for (const at of [0, PART]) {
      const part = content.subarray(at, at + PART)
      parts.update(createHash("sha256").update(part).digest())
    }
    const short = () => ({ ...lab.effects, deadline: lab.clock.now() })
    for (const told of [sha256, parts.digest("hex"), "0".repeat(64)]) {
      const upload = await begin()
      const sent = [await send(upload, 1), await send(upload, 2)]
      const asked = { upload_id: upload.upload_id, actor, parts: sent, sha256: told }
      expect(await refusal(completeUpload(asked, short()))).toBe("503 out_of_time")
      const second = completeUpload(asked, short())
      if (told.startsWith("0000")) expect(await refusal(second)).toBe("422 checksum_wrong")
      else expect(await second).toMatchObject({ sha256: told, bytes: content.length })
    }
    expect(await lab.effects.store.list()).toHaveLength(1)
  })

  test("is not complete while a part is missing, which is named", async () => {
    const upload = await begin()
    const parts = [await send(upload, 1)]
    await expect(complete(upload, { parts })).rejects.toMatchObject({
      status: 422,
      code: "upload_incomplete",
      detail: "1 of 2 parts have not arrived: 2. Send them, then complete the upload again.",
    })
    const state = await uploadState({ upload_id: upload.upload_id, actor }, lab.effects)
    const missing = state.parts.filter(({ url }) => url !== undefined).map(({ number }) => number)
    expect(missing).toContain(2)
    if (where === "a folder") expect(missing).toEqual([2])
    const all = [...parts, await send(state, 2)]
    expect(await complete(upload, { parts: all, sha256 })).toMatchObject({ sha256 })
  })

  test("is there for whoever began it, and for nobody else", async () => {
    const upload = await begin(10)
    const theirs = { upload_id: upload.upload_id, actor: other }
    const body = async () => Buffer.alloc(10)
    for (const tried of [
      () => uploadState(theirs, lab.effects),
      () => completeUpload(theirs, lab.effects),
      () => receivePart({ ...theirs, number: 1, body }, lab.effects),
      () => uploadState({ upload_id: "another", actor }, lab.effects),
    ]) {
      expect(await refusal(tried())).toBe("404 upload_not_found")
    }
    await abandonUpload(theirs, lab.effects)
    expect((await uploadState({ upload_id: upload.upload_id, actor }, lab.effects)).bytes).toBe(10)
  })

  test("can be given up, again and again, until it is complete", async () => {
    const upload = await begin(10)
    const mine = { upload_id: upload.upload_id, actor }
    await send(upload, 1, Buffer.alloc(10))
    await abandonUpload(mine, lab.effects)
    await abandonUpload(mine, lab.effects)
    expect(await refusal(complete(upload))).toBe("404 upload_not_found")
    const kept = await begin(10)
    await complete(kept, { parts: [await send(kept, 1, Buffer.alloc(10))] })
    expect(await refusal(abandonUpload({ upload_id: kept.upload_id, actor }, lab.effects))).toBe(
      "409 upload_completed",
    )
  })

  test("stays what it is when it is completed once more with another checksum", async () => {
    const upload = await begin(10)
    const parts = [await send(upload, 1, Buffer.alloc(10))]
    await complete(upload, { parts })
    expect(await refusal(complete(upload, { sha256: "0".repeat(64) }))).toBe("422 checksum_wrong")
    expect(await lab.effects.store.resolve(upload.filename)).toMatchObject({ bytes: 10 })
  })

  test("whose completing was cut off where the same content was there is completed by the next call", async () => {
    const body = Buffer.from("the same")
    const hash = createHash("sha256").update(body).digest("hex")
    const first = await begin(body.length, "first.csv")
    await complete(first, { parts: [await send(first, 1, body)], sha256: hash })
    const second = await begin(body.length, "second.csv")
    const parts = [await send(second, 1, body)]
    const remove = async (filename: string) => {
      await lab.effects.store.remove(filename)
      throw new Error("The process ended here.")
    }
    const ending = { ...lab.effects, store: { ...lab.effects.store, remove } }
    const asked = { upload_id: second.upload_id, actor, parts, sha256: hash }
    await expect(completeUpload(asked, ending)).rejects.toThrow("ended here")
    expect(await completeUpload(asked, lab.effects)).toMatchObject({ filename: first.filename })
  })

  test("whose same content is completed at the same moment stays, however often either is completed again", async () => {
    const [first, second] = [await begin(10, "first.csv"), await begin(10, "second.csv")]
    const parts = [await send(first, 1, Buffer.alloc(10))]
    const gate = gateBefore(lab.effects, (sql) => sql.includes("filename = $filename::varchar, content_hash"))
    const slow = completeUpload({ upload_id: first.upload_id, actor, parts }, gate.effects)
    await gate.reached
    const other = await complete(second, { parts: [await send(second, 1, Buffer.alloc(10))] })
    // Its sender has no answer yet, and asks again while the first call is at it.
    const answers = [await complete(first, { parts })]
    gate.open()
    answers.push(await slow, await complete(first), await complete(first, { parts }))
    expect([...new Set(answers.map(({ filename }) => filename))]).toHaveLength(1)
    expect((await complete(second)).filename).toBe(other.filename)
    for (const { filename } of [...answers, other])
      expect(await lab.effects.store.resolve(filename)).toMatchObject({ bytes: 10 })
  })

  test("answers the same to two calls that complete it at once, also where its content is there already", async () => {
    const text = Buffer.from("email\nann@example.org\n")
    const completedTwice = async () => {
      const upload = await begin(text.length)
      const parts = [await send(upload, 1, text)]
      const [one, two] = await Promise.all([complete(upload, { parts }), complete(upload, { parts })])
      expect(one).toEqual(two)
      return one.filename
    }
    expect(await completedTwice()).toBe(await completedTwice())
    expect(await lab.effects.store.list()).toHaveLength(1)
  })

  test("is completed though somebody is writing to its row just then", async () => {
    const text = Buffer.from("email\nann@example.org\n")
    const upload = await begin(text.length)
    const asked = { upload_id: upload.upload_id, parts: [await send(upload, 1, text)], actor }
    const answer = await besideWriting(lab, "update import_uploads set content_hash = 'theirs'", (effects) =>
      completeUpload(asked, effects),
    )
    expect(answer).toMatchObject({ filename: upload.filename })
  })

  test("stays when it is given up at the moment it is completed", async () => {
    const text = Buffer.from("email\nann@example.org\n")
    const upload = await begin(text.length)
    const parts = [await send(upload, 1, text)]
    const asked = { upload_id: upload.upload_id, actor }
    const noting = gateBefore(lab.effects, (sql) => sql === statement("uploads/complete"))
    const completing = completeUpload({ ...asked, parts }, noting.effects)
    await noting.reached
    const deleting = gateBefore(lab.effects, (sql) => sql === statement("uploads/delete"))
    const givenUp = refusal(abandonUpload(asked, deleting.effects))
    await deleting.reached
    noting.open()
    await completing
    deleting.open()
    expect(await givenUp).toBe("409 upload_completed")
    expect((await complete(upload)).filename).toBe(upload.filename)
  })

  test("that another has the content of stays when the call that completed it comes again", async () => {
    const [first, second] = [await begin(10, "first.csv"), await begin(10, "second.csv")]
    const gate = gateBefore(lab.effects, (sql) => sql.includes("filename = $filename::varchar, content_hash"))
    const parts = [await send(first, 1, Buffer.alloc(10))]
    const slow = completeUpload({ upload_id: first.upload_id, actor, parts }, gate.effects)
    await gate.reached
    const other = await complete(second, { parts: [await send(second, 1, Buffer.alloc(10))] })
    gate.open()
    const done = await slow
    expect(done.filename).toBe(first.filename)
    expect(await complete(first)).toEqual(done)
    expect(await complete(second)).toEqual(other)
    const stored = (await lab.effects.store.list()).map(({ filename }) => filename)
    expect(stored.sort()).toEqual([first.filename, second.filename].sort())
  })

  test("may be empty", async () => {
    const upload = await begin(0)
    expect(upload.parts).toHaveLength(1)
    const parts = [await send(upload, 1, Buffer.alloc(0))]
    expect(await complete(upload, { parts })).toMatchObject({ bytes: 0, sha256: null })
  })

  const twice: [how: string, told: (string | undefined)[]][] = [
    ["with a checksum each time", [sha256, sha256]],
    ["without a checksum", [undefined, undefined]],
    ["with one at first", [sha256, undefined]],
  ]
  test.each(LONG_RUN ? twice : twice.slice(-1))(
    "is kept once, though it comes twice, %s",
    async (_, told) => {
      const names: string[] = []
      for (const [n, checksum] of told.entries()) {
        const upload = await begin(content.length, `${n}.csv`)
        const parts = [await send(upload, 1), await send(upload, 2)]
        names.push((await complete(upload, { parts, ...(checksum && { sha256: checksum }) })).filename)
      }
      expect(names[1]).toBe(names[0])
      expect((await lab.effects.store.list()).map(({ filename }) => filename)).toEqual([names[0]])
      // As long, and yet another.
      const upload = await begin(content.length, "other.csv")
      const [one, two] = [await send(upload, 1), await send(upload, 2, Buffer.alloc(content.length))]
      expect((await complete(upload, { parts: [one, two] })).filename).toBe(upload.filename)
    },
  )

  test("goes after a day when the call that completed it was killed before it could say so", async () => {
    const upload = await begin(10)
    const parts = [await send(upload, 1, Buffer.alloc(10))]
    const killed = async () => {
      throw new Error("killed")
    }
    const effects = { ...lab.effects, store: { ...lab.effects.store, claim: killed } }
    const { upload_id } = upload
    await expect(completeUpload({ upload_id, actor, parts }, effects)).rejects.toThrow("killed")
    expect(await lab.effects.store.list()).toHaveLength(1)
    lab.clock.advance((2 * DAY_MS) / 1000)
    await schedule(lab)
    expect(await lab.effects.store.list()).toEqual([])
  })

  test("goes after a day when nobody completes it, and after a month when no import needs it", async () => {
    const left = await begin(10)
    const kept = await begin(10)
    const { filename } = await complete(kept, { parts: [await send(kept, 1, Buffer.alloc(10))] })
    lab.clock.advance((2 * DAY_MS) / 1000)
    await schedule(lab)
    expect(await refusal(uploadState({ upload_id: left.upload_id, actor }, lab.effects))).toBe(
      "404 upload_not_found",
    )
    expect(await lab.effects.store.resolve(filename)).toMatchObject({ bytes: 10 })
    lab.clock.advance((29 * DAY_MS) / 1000)
    await schedule(lab)
    expect(await refusal(lab.effects.store.resolve(filename))).toBe("404 file_not_found")
  })
})

describe("a file that was sent by itself", () => {
  const lab = ownLab()

  const store = async (text: string, name: string) => {
    const limits = { max_bytes: 1_000_000 }
    const file = await lab.effects.store.receive(Readable.from([Buffer.from(text)]), name, limits)
    await lab.effects.store.claim(file.filename, actor.name)
    return noteUpload(file, actor, lab.effects)
  }

  test("is kept as long as an open import reads it", async () => {
    const { filename } = await store("email,first_name\na@example.org,Ann\n", "people.csv")
    const source = { kind: "stored" as const, filename }
    const options = ImportOptions.parse({})
    const { answer } = await prepareImport({ dataset: contacts, source, options, actor }, lab.effects)
    const { job_id } = answer
    await controlJob({ dataset: contacts, job_id, action: "pause", actor }, lab.effects)
    lab.clock.advance((40 * DAY_MS) / 1000)
    await schedule(lab)
    expect(await lab.effects.store.list()).toMatchObject([{ filename }])
    await controlJob({ dataset: contacts, job_id, action: "cancel", actor }, lab.effects)
    await schedule(lab)
    expect(await lab.effects.store.list()).toEqual([])
  })

  test("is kept when an import of it, or the same content, comes while others are being removed", async () => {
    const files: string[] = []
    for (const name of ["one", "two", "three"])
      files.push((await store(`email\n${name}@example.org\n`, `${name}.csv`)).filename)
    const [first, second = "", third] = files
    lab.clock.advance((40 * DAY_MS) / 1000)
    const remove = async (filename: string) => {
      if (filename === first) {
        const options = ImportOptions.parse({ run: "background" })
        const source = { kind: "stored" as const, filename: second }
        await prepareImport({ dataset: contacts, source, options, actor }, lab.effects)
        expect((await store("email\nthree@example.org\n", "again.csv")).filename).toBe(third)
      }
      await lab.effects.store.remove(filename)
    }
    expect(await sweepUploads({ ...lab.effects, store: { ...lab.effects.store, remove } })).toBe(1)
    const stored = (await lab.effects.store.list()).map(({ filename }) => filename)
    expect(stored.sort()).toEqual([second, third].sort())
  })

  /** The beginning of a file, of a call that was killed; where it is. */
  const begin = (filename: string) => {
    const path = join(lab.effects.config.files, `${filename}.part`)
    writeFileSync(path, "em")
    utimesSync(path, lab.clock.now() / 1000, lab.clock.now() / 1000)
    return path
  }

  test("is kept as far as it has come for as long as the import that downloads it waits", async () => {
    const filename = lab.effects.store.newName("half.csv")
    const path = begin(filename)
    const other = await store("email\na@example.org\n", "other.csv")
    const source = { kind: "stored" as const, filename: other.filename }
    const options = ImportOptions.parse({ run: "background" })
    const { answer } = await prepareImport({ dataset: contacts, source, options, actor }, lab.effects)
    await lab.run(
      `update import_jobs set source = json_merge_patch(source, '{"download": {"filename": "${filename}"}}')`,
    )
    lab.clock.advance((3 * DAY_MS) / 1000)
    await sweepUnnamed(lab.effects)
    expect(existsSync(path)).toBe(true)
    await lab.run(`update import_jobs set status = 'cancelled' where job_id = '${answer.job_id}'`)
    lab.clock.advance((3 * DAY_MS) / 1000)
    await sweepUnnamed(lab.effects)
    expect(existsSync(path)).toBe(false)
  })

  test("goes after a day where the call that brought it was killed before anything spoke of it", async () => {
    const limits = { max_bytes: 1_000_000 }
    const received = async (name: string) => {
      const text = `email,first_name\n${name}@example.org,Ann\n`
      return lab.effects.store.receive(Readable.from([Buffer.from(text)]), `${name}.csv`, limits)
    }
    await lab.run("update schema_migrations set applied_at = '2020-01-01'")
    await received("killed")
    const kept = await store("email\nkept@example.org\n", "kept.csv")
    const file = await received("open")
    const source = { kind: "upload" as const, files: [file] }
    const options = ImportOptions.parse({ run: "background" })
    const { answer } = await prepareImport({ dataset: contacts, source, options, actor }, lab.effects)
    const { job_id } = answer
    await lab.run(`update import_jobs set status = 'paused' where job_id = '${job_id}'`)
    writeFileSync(join(lab.effects.config.files, "by hand.csv"), "email\n")
    const begun = begin(lab.effects.store.newName("begun.csv"))
    const byHand = begin("half by hand.csv")
    const names = async () => (await lab.effects.store.list()).map(({ filename }) => filename).sort()
    await schedule(lab)
    expect(await names()).toHaveLength(4)
    expect(existsSync(begun)).toBe(true)
    lab.clock.advance((2 * DAY_MS) / 1000)
    await schedule(lab)
    expect(await names()).toEqual([kept.filename, file.filename, "by hand.csv"].sort())
    expect(existsSync(begun)).toBe(false)
    expect(existsSync(byHand)).toBe(true)
    // Nobody looks again on the same day.
    const stray = await received("stray")
    await lab.run(`update import_jobs set status = 'cancelled' where job_id = '${job_id}'`)
    await schedule(lab)
    expect(await names()).toContain(stray.filename)
    lab.clock.advance((2 * DAY_MS) / 1000)
    await schedule(lab)
    expect(await names()).toEqual([kept.filename, "by hand.csv"].sort())
  })

  test("is one of several documents that are imported together, and stays", async () => {
    const one = await store("One.", "one.txt")
    const two = await store("Two.", "two.txt")
    const source = { kind: "several" as const, filenames: [one.filename, two.filename] }
    const options = ImportOptions.parse({})
    const { answer } = await prepareImport({ dataset: documents, source, options, actor }, lab.effects)
    await carryOn(lab, documents, answer.job_id)
    expect(await lab.read("select count(*) as n from document")).toEqual([{ n: 2 }])
    const names = (await lab.effects.store.list()).map(({ filename }) => filename)
    expect(names).toEqual(expect.arrayContaining([one.filename, two.filename]))
  })

  test("is read once though several do not fit into one call, and the same call again goes on", async () => {
    const sent = async (text: string) => {
      const asked = { name: "note.txt", bytes: text.length, keep: true, actor }
      const { upload_id } = await beginUpload(asked, lab.effects)
      await receivePart({ upload_id, number: 1, body: async () => Buffer.from(text), actor }, lab.effects)
      return (await completeUpload({ upload_id, actor }, lab.effects)).filename
    }
    const filenames = [await sent("One."), await sent("Two.")]
    const open = (effects: Lab["effects"]) => {
      const source = { kind: "several" as const, filenames }
      return prepareImport({ dataset: documents, source, options: ImportOptions.parse({}), actor }, effects)
    }
    const late = { ...lab.effects, deadline: lab.clock.now() - 1 }
    expect(await refusal(open(late))).toBe("503 out_of_time")
    expect((await lab.effects.store.list()).map(({ filename }) => filename).sort()).toEqual(filenames)
    expect(await lab.read("select count(content_hash) as n from import_uploads")).toEqual([{ n: 2 }])
    const small = { ...lab.effects, config: { ...lab.effects.config, max_upload_mb: 0.000005 } }
    expect(await refusal(open(small))).toBe("413 upload_too_large")
    expect((await open(lab.effects)).answer).toMatchObject({ status: "ready" })
  })

  test("is refused where it is a ZIP that is cut off, among several, and the program goes on", async () => {
    const damaged = rawZip([{ name: "a.txt", content: "Text." }]).subarray(0, -10)
    const limits = { max_bytes: 1_000_000 }
    const files = [
      await lab.effects.store.receive(Readable.from([damaged]), "a.zip", limits),
      await lab.effects.store.receive(Readable.from([Buffer.from("Two.")]), "two.txt", limits),
    ]
    const source = { kind: "upload" as const, files }
    const sent = prepareImport(
      { dataset: documents, source, options: ImportOptions.parse({}), actor },
      lab.effects,
    )
    expect(await refusal(sent)).toBe("422 zip_truncated")
    expect(await lab.effects.store.list()).toEqual([])
  })

  test("for one import only goes with it, refused or staged, and within a day when none comes", async () => {
    const send = async (text: string, name = "people.csv") => {
      const body = Buffer.from(text)
      const asked = { name, bytes: body.length, keep: false, actor }
      const { upload_id } = await beginUpload(asked, lab.effects)
      const part = { upload_id, number: 1, body: async () => body, actor }
      await receivePart(part, lab.effects)
      return (await completeUpload({ upload_id, actor }, lab.effects)).filename
    }
    const names = async () => (await lab.effects.store.list()).map(({ filename }) => filename)
    const open = (dataset: Dataset, source: PrepareSource) =>
      prepareImport({ dataset, source, options: ImportOptions.parse({}), actor }, lab.effects)
    const good = await send("email,first_name\na@example.org,Ann\n")
    await open(contacts, { kind: "stored", filename: good })
    const bad = await send("nothing,of,use\n1,2,3\n")
    expect(await refusal(open(contacts, { kind: "stored", filename: bad }))).toBe("422 column_missing")
    const filenames = [await send("One.", "one.txt"), await send("Two.", "two.txt")]
    const { answer } = await open(documents, { kind: "several", filenames })
    expect(answer.status).toBe("ready")
    expect(await names()).toEqual([])
    const unused = await send("email\nb@example.org\n")
    expect(await names()).toEqual([unused])
    lab.clock.advance((2 * DAY_MS) / 1000)
    await schedule(lab)
    expect(await names()).toEqual([])
  })

  test("for one import stays as long as that import reads it, though the same file is asked for in a wrong way", async () => {
    const body = Buffer.from("email,first_name\na@example.org,Ann\n")
    const { upload_id } = await beginUpload(
      { name: "people.csv", bytes: body.length, keep: false, actor },
      lab.effects,
    )
    await receivePart({ upload_id, number: 1, body: async () => body, actor }, lab.effects)
    const { filename } = await completeUpload({ upload_id, actor }, lab.effects)
    const ask = (options: ImportOptionsInput) =>
      prepareImport(
        {
          dataset: contacts,
          source: { kind: "stored", filename },
          options: ImportOptions.parse(options),
          actor,
        },
        lab.effects,
      )
    const { answer } = await ask({ run: "background" })
    expect(answer.status).toBe("preparing")
    expect(await refusal(ask({ batch_size: 1 }))).toBe("400 invalid_request")
    expect(await refusal(ask({ skip_errors: false, mapping: { email: "nothing" } }))).toMatch(/^4/)
    expect(await prepareOn(lab, contacts, answer.job_id)).toMatchObject({ status: "ready" })
    expect(await lab.effects.store.list()).toEqual([])
  })

  test("for one import stays while a second one that was begun with it is being read, and goes within a day", async () => {
    const body = Buffer.from("email,first_name\na@example.org,Ann\n")
    const asked = { name: "people.csv", bytes: body.length, keep: false, actor }
    const { upload_id } = await beginUpload(asked, lab.effects)
    await receivePart({ upload_id, number: 1, body: async () => body, actor }, lab.effects)
    const { filename } = await completeUpload({ upload_id, actor }, lab.effects)
    const source = { kind: "stored" as const, filename }
    const jobs: string[] = []
    for (const dry_run of [true, false]) {
      const options = ImportOptions.parse({ run: "background", dry_run })
      const { answer } = await prepareImport({ dataset: contacts, source, options, actor }, lab.effects)
      jobs.push(answer.job_id)
    }
    expect(new Set(jobs).size).toBe(2)
    for (const job_id of jobs)
      expect(await prepareOn(lab, contacts, job_id)).toMatchObject({ status: "ready" })
    for (const job_id of jobs) await carryOn(lab, contacts, job_id)
    lab.clock.advance((2 * DAY_MS) / 1000)
    await schedule(lab)
    expect(await lab.effects.store.list()).toEqual([])
  })

  test("with a form stays when staging breaks off for no fault of its own, and the import goes on", async () => {
    const limits = { max_bytes: 1_000_000 }
    const bytes = Buffer.from("email,first_name\na@example.org,Ann\n")
    const file = await lab.effects.store.receive(Readable.from([bytes]), "people.csv", limits)
    const failAt = () => {
      throw problem(503, "busy_elsewhere", "Somebody else was at it.")
    }
    const input = { dataset: contacts, options: ImportOptions.parse({}), actor }
    const broken = prepareImport(
      { ...input, source: { kind: "upload", files: [file] } },
      { ...lab.effects, failAt },
    )
    expect(await refusal(broken)).toBe("503 busy_elsewhere")
    const [job] = await lab.read("select job_id from import_jobs")
    expect(await prepareOn(lab, contacts, String(job?.job_id))).toMatchObject({ status: "ready" })
  })

  test("without a checksum, and that takes more than a call to read, is read on by the next calls", async () => {
    const note = "x".repeat(30_000)
    const lines = Array.from({ length: 900 }, (_, i) => `p${i}@example.org,${note}`)
    const body = Buffer.from(["email,notes", ...lines].join("\n"))
    const file = await lab.effects.store.receive(Readable.from([body]), "people.csv", {
      max_bytes: 40_000_000,
    })
    // The clock moves with each look at it.
    const config = { ...lab.effects.config, prepare_budget_seconds: 0.001 }
    const effects = { ...lab.effects, config }
    const input = { dataset: contacts, options: ImportOptions.parse({}), actor }
    const source = { kind: "stored" as const, filename: file.filename }
    const { answer } = await prepareImport({ ...input, source }, effects)
    const { job_id } = answer
    const next = await prepareImport({ ...input, source: { kind: "job", job_id } }, effects)
    const [first, second] = [answer, next.answer].map(({ staging }) => staging)
    for (const staging of [first, second])
      expect(staging).toMatchObject({ table: "source", rows_staged: 0, bytes_total: body.length })
    expect(first?.bytes_read).toBeGreaterThanOrEqual(PART)
    expect(second?.bytes_read).toBeGreaterThan(first?.bytes_read ?? 0)
    expect(await prepareOn(lab, contacts, job_id)).toMatchObject({ status: "ready" })
    const [job] = await lab.read("select content_hash, source ->> 'bytes' as bytes from import_jobs")
    expect(job).toMatchObject({ content_hash: file.content_hash, bytes: String(body.length) })
    const again = await prepareImport({ ...input, source }, lab.effects)
    expect(again).toMatchObject({ created: false, answer: { job_id } })
  })

  test("for one import never takes the place of one that is kept", async () => {
    const body = Buffer.from("email,first_name\na@example.org,Ann\n")
    const sha256 = createHash("sha256").update(body).digest("hex")
    const sent = async (keep: boolean) => {
      const { upload_id } = await beginUpload({ name: "p.csv", bytes: body.length, keep, actor }, lab.effects)
      await receivePart({ upload_id, number: 1, body: async () => body, actor }, lab.effects)
      return completeUpload({ upload_id, actor, sha256 }, lab.effects)
    }
    const kept = await sent(true)
    expect(await sent(true)).toMatchObject({ filename: kept.filename })
    expect((await sent(false)).filename).not.toBe(kept.filename)
  })

  test("that is larger than uploads may be is refused before a byte is sent", async () => {
    const asked = { name: "huge.zip", bytes: 20_000_000_000, keep: true, actor }
    expect(await refusal(beginUpload(asked, lab.effects))).toBe("413 upload_too_large")
  })
})
