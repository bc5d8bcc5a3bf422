import { line } from "../support/handmade.ts"
import { type SentFile, textFile } from "../support/imports.ts"

/** The numbers from one to another. */
export function range(from: number, to: number): number[] {
  return Array.from({ length: to - from + 1 }, (_, i) => from + i)
}

/** A CSV of made-up people who live in a city. */
export function people(name: string, city: string, ...numbers: number[][]): SentFile {
  const rows = numbers
    .flat()
    .map((n) => `person${n}@example.com,Voornaam ${n},${city},"customer;of ${city}",Note on ${n}`)
  return textFile(name, ["email,first_name,city,tags,notes", ...rows, ""].join("\n"))
}

/** A JSON of questions on made-up subjects. */
export function questions(name: string, ...numbers: number[]): SentFile {
  const rows = numbers.map((n) => ({
    question: `What is subject ${n}?`,
    answer: `It's <b>the ${n}th</b>.`,
    tags: `a;${n}`,
  }))
  return textFile(name, JSON.stringify(rows))
}

/** A CSV of pages, three to a folder, with a title. */
export function pages(name: string, title: string, numbers: readonly number[]): SentFile {
  const rows = numbers.map(
    (n) => `https://www.example.com/${n % 3}${n > 3 ? `/page-${n}` : ""},${title} ${n},"{""n"": ${n}}"`,
  )
  return textFile(name, ["url,title,metadata", ...rows, ""].join("\n"))
}

export function letters(...numbers: number[]): SentFile[] {
  return numbers.map((n) =>
    textFile(`letter-${n}.txt`, `Letter ${n}.\n\nIt says little, and says it ${n} times.`),
  )
}

/** What an update changes of some made-up enterprises: their names anew, a contact less, an activity more. */
export function changesOf(numbers: readonly number[], word: string): Record<string, string[]> {
  return {
    denomination_delete: numbers.map(line.key),
    denomination_insert: numbers.map((n) => line.name(n, `${word} ${n}`)),
    contact_delete: numbers.map(line.key),
    contact_insert: numbers.map((n) => line.contact(n, `9${n}`)),
    activity_insert: numbers.map((n) => line.activity(n, "70200")),
  }
}
