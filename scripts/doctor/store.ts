import { Readable } from "node:stream"
import { systemClock } from "../../lib/clock.ts"
import type { Config } from "../../lib/config.ts"
import { withBytes } from "../../lib/store/bytes.ts"
import { assertSuccess, send } from "../../lib/store/object-answer.ts"
import type { PartedFile, StoredPart } from "../../lib/store/parts.ts"
import { openStore, storeOrigin } from "../../lib/store/store.ts"
import type { FileStore } from "../../lib/store/stored.ts"
import { type Check, looked } from "./check.ts"

const NAME = "sluice-doctor.txt"
const CONTENT = Buffer.from("Written by npm run doctor, and removed again.")
const STRETCH = [8, 24] as const

/** Whether the store keeps files as imports need them, and takes parts as the page sends them. Leaves nothing in it. */
export async function checkStore(config: Config): Promise<Check[]> {
  const toWrite = "Let SLUICE_FILES name a store that whoever runs Sluice may write to."
  const toSend =
    "Let the store's keys write to it, and its CORS rule let the page PUT and read ETag: docs/deployment.md."
  return [
    await looked("store", toWrite, async () => keep(await openStore(config), config)),
    await looked("uploads", toSend, async () => takePart(await openStore(config), config)),
  ]
}

async function keep(store: FileStore, { files }: Config): Promise<string> {
  const limits = { max_bytes: CONTENT.length }
  const { filename } = await store.receive(Readable.from([CONTENT]), NAME, limits)
  await readAndRemove(store, filename)
  return `${files}: a file was written, read whole and by range, and removed`
}

async function takePart(store: FileStore, config: Config): Promise<string> {
  const { public_url } = config
  const filename = store.newName(NAME)
  const token = await store.beginParts(filename)
  const file: PartedFile = { filename, token, part_bytes: CONTENT.length }
  try {
    const url = await store.partUrl(file, 1)
    const part = url === null ? await store.writePart(file, 1, CONTENT) : await sendPart(url, public_url)
    await store.completeParts(file, [part])
  } catch (error) {
    await store.abortParts(file).catch(() => undefined)
    throw error
  }
  await readAndRemove(store, filename)
  if (storeOrigin(config) === null) return "parts go to the server itself"
  if (public_url !== null) return `a signed part was taken, as from a page of ${new URL(public_url).origin}`
  return "a signed part was taken; set SLUICE_PUBLIC_URL to have tried whether the page may send one"
}

const PATIENCE = { clock: systemClock }

/** As the page does, whose browser reads the answer only where the store's CORS rule lets it. */
async function sendPart(url: string, page: string | null): Promise<StoredPart> {
  const origin = page === null ? null : new URL(page).origin
  const headers = new Headers(origin === null ? [] : [["origin", origin]])
  const request = new Request(url, { method: "PUT", body: new Uint8Array(CONTENT), headers })
  const answer = await assertSuccess(await send(request, PATIENCE), "a part at its signed address", PATIENCE)
  await answer.body?.cancel()
  if (origin !== null) assertShown(answer.headers, origin)
  return { number: 1, etag: (answer.headers.get("etag") ?? "").replaceAll('"', "") }
}

function assertShown(headers: Headers, origin: string): void {
  const lists = (name: string) => (headers.get(name) ?? "").toLowerCase().split(/\s*,\s*/)
  const names = (name: string, value: string) => lists(name).some((one) => one === value || one === "*")
  if (!names("access-control-allow-origin", origin)) {
    throw new Error(`The store does not let pages of ${origin} send parts.`)
  }
  if (!names("access-control-expose-headers", "etag")) {
    throw new Error(`The store lets pages of ${origin} send parts, but not read their ETag.`)
  }
}

/** Compares a file with what was written, and removes it whatever comes of that. */
async function readAndRemove(store: FileStore, filename: string): Promise<void> {
  try {
    const { locator } = await store.resolve(filename)
    await withBytes(locator, async (bytes) => {
      const [whole, stretch] = [await bytes.read(0, bytes.size), await bytes.read(...STRETCH)]
      if (whole.equals(CONTENT) && stretch.equals(CONTENT.subarray(...STRETCH))) return
      throw new Error("What was written came back as something else.")
    })
  } finally {
    await store.remove(filename)
  }
  const left = (await store.list()).some((file) => file.filename === filename)
  if (left) throw new Error("What was removed is still there.")
}
