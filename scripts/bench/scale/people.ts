import { once } from "node:events"
import { createWriteStream } from "node:fs"

export const HEADER = ["email", "phone", "first_name", "last_name", "company", "city", "tags"]
/** One row in fifty has no e-mail address, one in two hundred is there twice; a second file changes one in ten. */
const WITHOUT_EMAIL = 50
const TWICE = 200
const CHANGED = 10
const AT_A_TIME = 10_000

/** Row `i` of a file of people; `later` is the second file, in which some live elsewhere. */
function person(i: number, later: boolean): string {
  const who = i % TWICE === TWICE - 1 ? i - 1 : i
  const email = who % WITHOUT_EMAIL === 7 ? "" : `person.${who}@example.com`
  const phone = `+324${String(50_000_000 + who).slice(0, 8)}`
  const city = later && who % CHANGED === 3 ? "Brugge" : "Gent"
  return `${email},${phone},First${who % 1000},Last${who % 3000},Company ${who % 500},${city},a;b${who % 7}\n`
}

/** Writes a file of made-up people. */
export async function writePeople(path: string, rows: number, later: boolean): Promise<void> {
  const file = createWriteStream(path)
  file.write(`${HEADER.join(",")}\n`)
  for (let from = 0; from < rows; from += AT_A_TIME) {
    const lines = Array.from({ length: Math.min(AT_A_TIME, rows - from) }, (_, i) => person(from + i, later))
    if (!file.write(lines.join(""))) await once(file, "drain")
  }
  file.end()
  await once(file, "finish")
}
