type Encode = (text: string) => Uint8Array

const UNKNOWN = "?".charCodeAt(0)

/** What writes text in an encoding: UTF-8, UTF-16, or one with a byte for each character; null of any other. */
export function encoderOf(encoding: string): Encode | null {
  if (encoding === "utf-8") return (text) => new TextEncoder().encode(text)
  if (encoding === "utf-16le") return (text) => Buffer.from(text, "utf16le")
  if (encoding === "utf-16be") return (text) => Buffer.from(text, "utf16le").swap16()
  const bytes = tableOf(encoding)
  if (!bytes) return null
  return (text) => Uint8Array.from(text, (letter) => bytes.get(letter) ?? UNKNOWN)
}

const tables = new Map<string, ReadonlyMap<string, number> | null>()

/** The byte of each letter, as the decoder has them. */
function tableOf(encoding: string): ReadonlyMap<string, number> | null {
  const known = tables.get(encoding)
  if (known !== undefined) return known
  const table = invert(encoding)
  tables.set(encoding, table)
  return table
}

function invert(encoding: string): ReadonlyMap<string, number> | null {
  try {
    // Only a streaming decoder of Node 20 knows Windows-1252 from Latin-1.
    const decoder = new TextDecoder(encoding)
    const letterOf = (byte: number) => decoder.decode(Uint8Array.of(byte), { stream: true })
    const letters = Array.from({ length: 256 }, (_, byte) => letterOf(byte))
    const isSingle =
      letters.every((letter) => letter.length === 1) && !/^(?:utf|gb|big5|euc|shift|iso-2022)/i.test(encoding)
    return isSingle ? new Map(letters.map((letter, byte) => [letter, byte])) : null
  } catch {
    return null
  }
}
