import { expect, test } from "vitest"
import { decoderOf } from "../../lib/formats/decode-text.ts"
import { guessEncoding } from "../../lib/formats/guess-encoding.ts"

/** Lines as a program writes them that knows the encoding. */
function encoded(lines: readonly string[], encoding: string): Buffer[] {
  const codes = new Map<string, number>()
  for (let code = 128; code < 256; code++) {
    const decoder = decoderOf(encoding)
    codes.set(decoder.decode(Buffer.of(code)) + decoder.end(), code)
  }
  return lines.map((line) => Buffer.from([...line].map((one) => codes.get(one) ?? one.charCodeAt(0))))
}

test.each([
  [
    "French",
    ["Zoé Lefèvre,Liège", "François Müller,Évreux"],
    ["windows-1252", "cp850", "macintosh", "cp437"],
  ],
  ["one name", ["zoe@example.org,Zoé"], ["windows-1252", "cp850", "macintosh", "cp437"]],
  ["capitals", ["LEFÈVRE ZOÉ;LIÈGE", "MÜLLER FRANÇOIS;ÉVREUX"], ["windows-1252", "cp850", "macintosh"]],
  ["Dutch", ["Zoë Peeters,België", "Renée Huyghé,Sint-Niklaas"], ["windows-1252", "cp850", "macintosh"]],
  ["German", ["Jürgen Groß;Düsseldorf", "Käthe Weiß;Köln"], ["windows-1252", "cp850", "macintosh", "cp437"]],
  ["Spanish", ["Íñigo Núñez,León", "¿Qué tal?,¡Hola!"], ["windows-1252", "cp850", "macintosh"]],
  ["Danish", ["Søren Kjær;Århus", "Bjørn Ødegård;Tromsø"], ["windows-1252", "cp850", "macintosh"]],
  ["Polish", ["Łukasz Woźniak;Łódź", "Grażyna Dąbrowska;Gdańsk"], ["windows-1250", "iso-8859-2", "cp852"]],
  ["Russian", ["Иван Петров;Москва", "Юрий Ёлкин;Псков"], ["windows-1251", "koi8-r", "ibm866"]],
  ["Greek", ["Γιώργος Παπαδόπουλος;Αθήνα", "Ελένη Νικολάου;Πάτρα"], ["windows-1253", "iso-8859-7"]],
  ["Turkish", ["Ayşe Yılmaz;İstanbul", "Gülşen Doğan;Muğla"], ["windows-1254"]],
  ["Hebrew", ["דוד לוי;תל אביב", "רחל כהן;ירושלים"], ["windows-1255"]],
  ["Arabic", ["محمد علي;القاهرة", "فاطمة حسن;الإسكندرية"], ["windows-1256"]],
  [
    "quotes and dashes",
    ["Wat is “dit”?,Het is ‘dat’ – een test…", "It’s,don’t"],
    ["windows-1252", "macintosh"],
  ],
  ["a euro", ["koffie,€ 2", "thee,€ 3"], ["windows-1252", "iso-8859-15"]],
])("%s is read as it was written, whichever program wrote it", (_of, lines, encodings) => {
  for (const encoding of encodings) {
    const bytes = encoded(lines, encoding)
    const guessed = guessEncoding(bytes)
    expect({ encoding, lines: bytes.map((line) => decoderOf(guessed).decode(line)) }).toEqual({
      encoding,
      lines,
    })
  }
})
