const HASHED_BYTES = 8_388_608

/**
 * SHA-256 over the SHA-256s of a file's parts of 8 MB, hexadecimal, as the server works it out; undefined where the browser has no
 * hashes to offer, which is everywhere but on this machine and by https.
 */
export async function contentHashOf(file: File, signal: AbortSignal): Promise<string | undefined> {
  const { subtle } = globalThis.crypto
  if (!subtle) return undefined
  const hashes: ArrayBuffer[] = []
  for (let at = 0; at === 0 || at < file.size; at += HASHED_BYTES) {
    signal.throwIfAborted()
    hashes.push(await subtle.digest("SHA-256", await file.slice(at, at + HASHED_BYTES).arrayBuffer()))
  }
  return hexOf(await subtle.digest("SHA-256", await new Blob(hashes).arrayBuffer()))
}

const hexOf = (bytes: ArrayBuffer) =>
  [...new Uint8Array(bytes)].map((byte) => byte.toString(16).padStart(2, "0")).join("")
