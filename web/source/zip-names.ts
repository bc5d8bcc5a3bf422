const END = 0x06054b50
const ENTRY = 0x02014b50
/** The end of a ZIP with the longest comment. */
const LONGEST_END = 65_557
const ENTRY_BYTES = 46
const MOST_BYTES = 4_000_000

/** The names of a ZIP's entries, from its directory; null of what is no ZIP, or one that cannot be read like this. */
export async function zipNames(file: Blob): Promise<string[] | null> {
  const start = new Uint8Array(await file.slice(0, 2).arrayBuffer())
  if (start[0] !== 0x50 || start[1] !== 0x4b) return null
  const tailAt = Math.max(0, file.size - LONGEST_END)
  const tail = new DataView(await file.slice(tailAt).arrayBuffer())
  for (let at = tail.byteLength - 22; at >= 0; at -= 1) {
    if (tail.getUint32(at, true) !== END) continue
    const from = tail.getUint32(at + 16, true)
    const bytes = Math.min(tail.getUint32(at + 12, true), MOST_BYTES)
    return namesIn(new DataView(await file.slice(from, from + bytes).arrayBuffer()))
  }
  return null
}

function namesIn(directory: DataView): string[] {
  const names: string[] = []
  const decoder = new TextDecoder()
  for (let at = 0; at + ENTRY_BYTES <= directory.byteLength; ) {
    if (directory.getUint32(at, true) !== ENTRY) break
    const [name, extra, comment] = [28, 30, 32].map((place) => directory.getUint16(at + place, true))
    const begin = at + ENTRY_BYTES
    const end = Math.min(begin + (name ?? 0), directory.byteLength)
    names.push(decoder.decode(new Uint8Array(directory.buffer, begin, end - begin)))
    at = begin + (name ?? 0) + (extra ?? 0) + (comment ?? 0)
  }
  return names
}
