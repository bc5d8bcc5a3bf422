/** The encodings a file of rows may have, by the label they are told by, with the other labels people know them by. */
const LABELS: Readonly<Record<string, readonly string[]>> = {
  "utf-8": ["utf8", "unicode-1-1-utf-8"],
  "utf-16le": ["utf16le", "utf-16", "utf16", "ucs-2", "unicode"],
  "utf-16be": ["utf16be"],
  "utf-32le": ["utf32le", "utf-32", "utf32", "ucs-4"],
  "utf-32be": ["utf32be"],
  "windows-1250": ["cp1250", "ansi-1250"],
  "windows-1251": ["cp1251"],
  "windows-1252": [
    "cp1252",
    "ansi",
    "latin1",
    "latin-1",
    "l1",
    "iso-8859-1",
    "iso8859-1",
    "us-ascii",
    "ascii",
  ],
  "windows-1253": ["cp1253"],
  "windows-1254": ["cp1254", "iso-8859-9", "iso8859-9", "latin5", "latin-5"],
  "windows-1255": ["cp1255"],
  "windows-1256": ["cp1256"],
  "windows-1257": ["cp1257"],
  "windows-1258": ["cp1258"],
  "windows-874": ["cp874", "tis-620", "iso-8859-11", "iso8859-11"],
  "iso-8859-2": ["iso8859-2", "latin2", "latin-2"],
  "iso-8859-3": ["iso8859-3", "latin3", "latin-3"],
  "iso-8859-4": ["iso8859-4", "latin4", "latin-4"],
  "iso-8859-5": ["iso8859-5", "cyrillic"],
  "iso-8859-6": ["iso8859-6", "arabic"],
  "iso-8859-7": ["iso8859-7", "greek"],
  "iso-8859-8": ["iso8859-8", "hebrew"],
  "iso-8859-10": ["iso8859-10", "latin6", "latin-6"],
  "iso-8859-13": ["iso8859-13", "latin7", "latin-7"],
  "iso-8859-14": ["iso8859-14", "latin8", "latin-8"],
  "iso-8859-15": ["iso8859-15", "latin9", "latin-9"],
  "iso-8859-16": ["iso8859-16", "latin10", "latin-10"],
  macintosh: ["macroman", "mac-roman", "x-mac-roman", "mac"],
  cp437: ["ibm437", "437", "oem437"],
  cp850: ["ibm850", "850", "oem850"],
  cp852: ["ibm852", "852"],
  cp858: ["ibm858", "858", "ibm00858"],
  ibm866: ["cp866", "866"],
  "koi8-r": ["koi8", "koi"],
  "koi8-u": [],
  shift_jis: ["shift-jis", "sjis", "cp932", "windows-31j", "ms932", "ms_kanji"],
  "euc-jp": ["eucjp"],
  gbk: ["gb2312", "cp936", "gb_2312"],
  gb18030: [],
  big5: ["big-5", "cp950", "big5-hkscs"],
  "euc-kr": ["euckr", "cp949", "ks_c_5601-1987", "uhc", "windows-949"],
}

const CANONICAL = new Map(
  Object.entries(LABELS).flatMap(([name, others]) =>
    [name, ...others].map((label) => [label, name] as const),
  ),
)

/** The encodings by their own labels, in the order they are offered. */
export const ENCODINGS: readonly string[] = Object.keys(LABELS)

/** An encoding's own label, whichever of its usual ones is given, in any case; null of one that is not known. */
export function encodingNamed(label: string): string | null {
  return (
    CANONICAL.get(label.trim().toLowerCase().replaceAll("_", "-")) ??
    CANONICAL.get(label.trim().toLowerCase()) ??
    null
  )
}
