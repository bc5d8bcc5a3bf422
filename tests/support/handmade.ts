import { extractZip, type HandmadeExtract } from "../reference/zip-of.ts"
import { type Sent, sent } from "./drive.ts"

/** The dotted number of the n-th made-up enterprise, from 1; its check digits are right. */
export function enterprise(n: number): string {
  const firstEight = 2_000_000 + n
  const digits = String(firstEight * 100 + 97 - (firstEight % 97)).padStart(10, "0")
  return `${digits.slice(0, 4)}.${digits.slice(4, 7)}.${digits.slice(7)}`
}

/** Lines of the files, by what they say of the n-th enterprise. */
export const line = {
  enterprise: (n: number, situation = "000") =>
    `"${enterprise(n)}","AC","${situation}","2","014",,01-02-2003`,
  name: (n: number, text: string, language = "2") => `"${enterprise(n)}","${language}","001","${text}"`,
  contact: (n: number, value: string) => `"${enterprise(n)}","ENT","TEL","${value}"`,
  activity: (n: number, code: string) => `"${enterprise(n)}","001","2025","${code}","MAIN"`,
  key: (n: number) => `"${enterprise(n)}"`,
}

/** The numbers 1 to `count`. */
export function upTo(count: number): number[] {
  return Array.from({ length: count }, (_, i) => i + 1)
}

/** A Full of `count` enterprises, each with a name, two contacts and an activity. */
export function smallFull(count: number, number = 1): Promise<Sent> {
  const all = upTo(count)
  return handmade({
    number,
    type: "full",
    code: ["ActivityGroup,001,NL,Een", "Status,AC,NL,Actief"],
    lines: {
      enterprise: all.map((n) => line.enterprise(n)),
      denomination: all.map((n) => line.name(n, `Naam ${n}`)),
      contact: all.flatMap((n) => [line.contact(n, `0${n}`), line.contact(n, `1${n}`)]),
      activity: all.map((n) => line.activity(n, "62010")),
    },
  })
}

/** A Full of enterprises and nothing else: the least there is to apply. */
export function leastFull(number = 1, count = 1): Promise<Sent> {
  return handmade({ number, type: "full", lines: { enterprise: upTo(count).map((n) => line.enterprise(n)) } })
}

export async function handmade(extract: HandmadeExtract): Promise<Sent> {
  return sent(await extractZip(extract))
}
