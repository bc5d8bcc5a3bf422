import { digits } from "../../command/words.ts"
import { csvOf } from "../../sample/csv.ts"
import { Random } from "../../sample/random.ts"
import { capital, companyName, word } from "../../sample/words.ts"
import { type DatasetCase, readCsv, sentText, TECHNICAL } from "./case.ts"

const ROWS = 10_000
const KNOWN = ROWS / 2
const HEADER = [
  ...["email", "phone", "first_name", "last_name", "company", "job_title", "address", "city"],
  ...["postal_code", "country", "tags", "notes"],
]
const TAGS = ["customer", "lead", "press", "supplier", "newsletter", "partner"]
const TITLES = ["Engineer", "Buyer", "Director", "Clerk", "Teacher"]

/** A person by number; `full` has what the target does not know of them yet. */
function person(number: number, full: boolean): (string | undefined)[] {
  const random = new Random(number)
  const [first, last, city] = [capital(word(random)), capital(word(random)), capital(word(random))]
  const digits = String(number).padStart(6, "0")
  const phone = `+32 470 ${digits.slice(0, 2)} ${digits.slice(2, 4)} ${digits.slice(4)}`
  const hasEmail = number % 10 !== 0
  const tags = random.shuffle(TAGS).slice(0, 1 + random.below(3))
  return [
    hasEmail ? `${first}.${last}.${number}@example.com` : undefined,
    full || !hasEmail ? phone : undefined,
    first,
    full ? last : undefined,
    full ? companyName(random) : undefined,
    random.pick(TITLES),
    full ? `${capital(word(random))}straat ${1 + random.below(99)}` : undefined,
    full ? city : undefined,
    full ? String(1000 + random.below(8999)) : undefined,
    "Belgium",
    full ? tags.join(";") : "customer;old",
    full && random.chance(0.3) ? `Said: "${word(random)}", again` : `Met at ${city}`,
  ]
}

const people = (from: number, to: number, full: boolean) =>
  csvOf(
    HEADER,
    Array.from({ length: to - from }, (_, i) => person(from + i, full)),
  )

const READ = (path: string) => `select * replace (
    lower(email) as email, replace(phone, ' ', '') as phone, list_distinct(string_split(tags, ';')) as tags)
  from ${readCsv(path, HEADER)}`

/** Everything but the identity by which a row was found. */
const MERGED = [
  ...HEADER.filter((name) => !["email", "phone", "tags", "notes"].includes(name)).map(
    (name) => `${name} = coalesce(t.${name}, s.${name})`,
  ),
  `tags = coalesce(t.tags, []) || list_filter(s.tags, lambda tag: not list_contains(coalesce(t.tags, []), tag))`,
  `notes = case when t.notes is null then s.notes
    when s.notes is null or contains(chr(10) || t.notes || chr(10), chr(10) || s.notes || chr(10)) then t.notes
    else t.notes || chr(10) || s.notes end`,
  "updated_at = now()::timestamp",
].join(", ")

/** Ten thousand people, half of whom are there already with less about them; one in ten has no e-mail address. */
export function contactsCase(): DatasetCase {
  const [before, incoming] = [people(0, KNOWN, false), people(0, ROWS, true)]
  return {
    name: "contacts",
    title: `Contacts: ${digits(ROWS)} rows merged, ${digits(KNOWN)} of them there already`,
    dataset: "contacts",
    rows: ROWS,
    what: "row",
    options: { duplicates: "merge" },
    files: [sentText("contacts.csv", incoming)],
    before: [sentText("known.csv", before)],
    inputs: { before: Buffer.from(before), incoming: Buffer.from(incoming) },
    tables: ["contact_person"],
    raw: (pathOf) => ({
      before: [`insert into contact_person by name select *, ${TECHNICAL} from (${READ(pathOf("before"))})`],
      measured: [
        `create temp table arriving as ${READ(pathOf("incoming"))}`,
        `update contact_person as t set phone = coalesce(t.phone, s.phone), ${MERGED} from arriving as s where t.email = s.email`,
        `update contact_person as t set ${MERGED} from arriving as s where s.email is null and t.phone = s.phone`,
        `insert into contact_person by name select s.*, ${TECHNICAL} from arriving as s
          anti join contact_person as t on t.email = s.email where s.email is not null`,
        `insert into contact_person by name select s.*, ${TECHNICAL} from arriving as s
          anti join contact_person as t on t.phone = s.phone where s.email is null`,
      ],
    }),
    compared: `select ${HEADER.filter((name) => name !== "tags").join(", ")}, list_sort(tags) as tags from contact_person`,
    notes: [
      "contacts: plain DuckDB takes the blanks out of phone numbers and checks neither them nor addresses; no row is in the file twice.",
    ],
    goals: { seconds: 1.5 },
  }
}
