import { writeFileSync } from "node:fs"
import { join } from "node:path"
import { afterAll, expect, test } from "vitest"
import { openDatabase } from "../../lib/db/connection.ts"
import { runScript } from "../http/own-server.ts"
import { workbookOf } from "../support/workbook.ts"
import { Person } from "./person.ts"
import { sharedSite } from "./site.ts"

const site = sharedSite(["--rows", "6000", "--changes", "2500", "--extract", "146", "--updates", "1"])

const told: string[] = []
afterAll(() => console.log(["Steps of each task:", ...told].join("\n")))

/** Somebody on the start page, and what is written down of how it went. */
async function person(task: string): Promise<{ who: Person; done(): Promise<void> }> {
  const { page, troubles } = await site.open("/")
  const who = new Person(page)
  return {
    who,
    async done() {
      await page.close()
      told.push(`${task}: ${who.steps.length} (${who.steps.join(", ")})`)
      expect(troubles).toEqual([])
    },
  }
}

type Row = Record<string, unknown>

/** What is in the database itself, which nobody else may have open meanwhile. */
async function inDatabase(sql: string): Promise<Row[]> {
  await site.stop()
  const db = await openDatabase(site.env.SLUICE_DATABASE ?? "")
  try {
    return await db.use((connection) => connection.rows<Row>(sql))
  } finally {
    db.close()
    await site.start()
  }
}

const people = () =>
  inDatabase(
    "select email, first_name, city, date_part('year', created_at) > 0 as kept from contact_person order by email",
  )
const emails = async () => (await people()).map(({ email }) => email)

test("import the sample", async () => {
  const { who, done } = await person("Import the sample")
  await who.press("Import the sample")
  await who.read("Every row read is accounted for.", 120_000)
  await done()
  const [job] = await inDatabase("select status, outcome, extract_number from import_jobs")
  expect(job).toEqual({ status: "completed", outcome: "complete", extract_number: 146 })
  const [{ rows } = { rows: 0 }] = await inDatabase(
    "select count(*) as rows from enterprise where _is_current",
  )
  expect(Number(rows)).toBeGreaterThan(100)
}, 240_000)

/** A workbook with a title, a note and an empty line above the names of its columns. */
function memberList(): Promise<Buffer> {
  const lines = [
    ["List of members"],
    ["Kept by the office"],
    [],
    ["First name", "E-mail", "City"],
    ["Ann", "ann@workbook.example", "Gent"],
    ["Bob", "bob@workbook.example", "Leuven"],
  ]
  const rows = lines.map((cells, at) => {
    const row = cells.map(
      (text, i) => `<c r="${"ABC"[i]}${at + 1}" t="inlineStr"><is><t>${text}</t></is></c>`,
    )
    return `<row r="${at + 1}">${row.join("")}</row>`
  })
  return workbookOf({ sheets: [{ name: "Members", rows: rows.join("") }] })
}

test("import an Excel file of contacts whose header is in row 4", async () => {
  const { who, done } = await person("Import a workbook")
  await who.choose("Dataset", "Contacts")
  await who.tick("Upload")
  await who.hand(/Drop a file here/, { name: "members.xlsx", buffer: await memberList() })
  await who.press("Next")
  await who.read("ann@workbook.example")
  await who.press("Next")
  await who.press("Next")
  await who.press("Start the import")
  await who.read(/^Imported 2 rows/)
  await done()
  expect((await people()).filter(({ email }) => String(email).endsWith("@workbook.example"))).toMatchObject([
    { email: "ann@workbook.example", first_name: "Ann", city: "Gent" },
    { email: "bob@workbook.example", first_name: "Bob", city: "Leuven" },
  ])
}, 240_000)

test("take an import back", async () => {
  const { who, done } = await person("Take an import back")
  await who.follow(/members\.xlsx/)
  await who.press("Undo")
  await who.read("Every table will be as it was before this import.")
  await who.press("Undo the import")
  await who.read("Undone: every table is as it was before this import.")
  await done()
  expect(await emails()).toEqual([])
}, 240_000)

const BAD = `email,first_name,city
good@mend.example,Gus,Gent
bob at mend.example,Bob,Gent
,Cas,Gent
dora@,Dora,Gent`

test("mend three rows", async () => {
  const { who, done } = await person("Mend three rows")
  await who.choose("Dataset", "Contacts")
  await who.tick("Upload")
  await who.hand(/Drop a file here/, { name: "three.csv", buffer: Buffer.from(BAD) })
  await who.press("Next")
  await who.press("Next")
  await who.press("Next")
  await who.press("Start the import")
  await who.read("1 row is fine, 3 rows cannot be used, and nothing is imported yet.")
  await who.follow("Mend them")
  await who.fillCell(/Line 3/, 0, "bob@mend.example")
  await who.fillCell(/Line 4/, 0, "cas@mend.example")
  await who.fillCell(/Line 5/, 0, "dora@mend.example")
  await who.press("Import 3 mended rows")
  await who.read("3 rows are mended, and will be imported with the others.")
  await who.press("Start the import")
  await who.read(/^Imported 4 rows/)
  await done()
  expect(await emails()).toEqual(["bob", "cas", "dora", "good"].map((name) => `${name}@mend.example`))
  const [job] = await inDatabase("select outcome from import_jobs where title like '%three.csv%'")
  expect(job).toEqual({ outcome: "complete" })
}, 240_000)

test("find which companies extract 147 closed", async () => {
  const { who, done } = await person("Find what extract 147 closed")
  await who.press("Import Daily Update")
  await who.read("Every row read is accounted for.", 120_000)
  await who.follow(/^Enterprises: \d+ closed$/)
  await who.press("Only those that it did not add again")
  await who.read(/has closed for good\.$/)
  await who.page.getByRole("table").first().waitFor()
  await who.page.waitForLoadState("networkidle")
  const found = await who.page.getByRole("rowheader").allTextContents()
  await done()
  const closed = await inDatabase(`select entity_number from enterprise where _deleted_at_extract = 147
    and entity_number not in (select entity_number from enterprise where _is_current) order by 1`)
  expect(closed.length).toBeGreaterThan(0)
  expect(found.filter((text) => /^\d{4}\.\d{3}\.\d{3}$/.test(text)).sort()).toEqual(
    closed.map(({ entity_number }) => entity_number),
  )
}, 240_000)

test("read a company's address as of an earlier day", async () => {
  const [moved] = await inDatabase(`select old.entity_number as number, old.street_nl as street,
      (select min(_snapshot_date)::varchar from enterprise) as day
    from address as old join enterprise as e on e.entity_number = old.entity_number and e._is_current
    where old._deleted_at_extract = 147 and old.street_nl is not null
      and old.street_nl not in (select coalesce(now.street_nl, '') from address as now
        where now._is_current and now.entity_number = old.entity_number) limit 1`)
  const { number, street, day } = moved as { number: string; street: string; day: string }
  const { who, done } = await person("Read an address of then")
  await who.follow("Data")
  await who.follow("Enterprises")
  await who.type("Find", number)
  await who.press("Find")
  await who.follow(number)
  await who.type("As of", day)
  await who.press("Look")
  await who.read(/As of extract 146/)
  await who.read(street)
  await done()
}, 240_000)

test("find the answer to a question by other words", async () => {
  const pairs = join(site.env.SLUICE_FILES ?? "", "library.csv")
  const lines = [
    'What does a card cost?,"Nothing, for whoever lives here."',
    'When is the library open?,"From nine to five, except on Mondays."',
    "Where can I park my bicycle?,Behind the building.",
  ]
  writeFileSync(pairs, ["question,answer", ...lines].join("\n"))
  await site.stop()
  const { status, output } = await runScript("import", site.env, pairs, "--dataset", "qa-pairs")
  expect(status, output).toBe(0)
  await site.start()
  const { who, done } = await person("Find an answer")
  await who.follow("Data")
  await who.follow("Q&A pairs")
  await who.type("Ask, in your own words", "bicycle parking")
  await who.press("Search")
  await who.follow("Where can I park my bicycle?")
  const answer = await who.read("Behind the building.")
  await done()
  const [pair] = await inDatabase("select answer from qa_pair where question like '%bicycle%'")
  expect(pair).toEqual({ answer })
}, 240_000)

test("set up a feed", async () => {
  const { who, done } = await person("Set up a feed")
  await who.follow("Feeds")
  await who.follow("Add a feed")
  await who.type("Name", "Members")
  await who.choose("Dataset", "Contacts")
  await who.tick("Stored files")
  await who.type("Names begin with", "members-")
  await who.choose("How often", "Once a week")
  await who.choose("Day of the week", "Friday")
  await who.press("Add the feed")
  await who.read(/^Every Friday at/)
  await done()
  const found = await inDatabase("select name, dataset, source, schedule from feed")
  expect(found).toMatchObject([{ name: "Members", dataset: "contacts", source: { prefix: "members-" } }])
  expect(found[0]?.schedule).toMatch(/ \* \* 5$/)
}, 240_000)

test("see why last night's import waits, and let it go", async () => {
  const file = join(site.env.SLUICE_FILES ?? "", "night.csv")
  writeFileSync(file, "email,first_name\nnina@night.example,Nina\nnobody,Nils")
  await site.stop()
  const args = [file, "--dataset", "contacts", "--on-row-errors", "hold"]
  expect((await runScript("import", site.env, ...args)).status).toBe(3)
  await site.start()
  const { who, done } = await person("Let go what waits")
  await who.read("Waiting for you")
  await who.follow("1 row cannot be used; nothing is imported yet")
  await who.read("1 row is fine, 1 row cannot be used, and nothing is imported yet.")
  await who.read("email is not an e-mail address")
  await who.press("Import the rest")
  await who.read(/^Imported 1 row/)
  await done()
  expect(await emails()).toContain("nina@night.example")
  const [job] = await inDatabase("select status, held from import_jobs where title like '%night.csv%'")
  expect(job).toEqual({ status: "completed", held: null })
}, 240_000)

test("find out how old the data is", async () => {
  const { who, done } = await person("Find out how old the data is")
  const said = await who.read(/the data is [\d,]+ days old|Up to date, \d+ days? old/)
  await who.read(/the register is at extract 147/)
  await done()
  const [{ days } = { days: 0 }] = await inDatabase(
    "select date_diff('day', max(snapshot_date), today()) as days from import_jobs where status = 'completed'",
  )
  expect(Number(/([\d,]+) days? old/.exec(said)?.[1]?.replace(",", ""))).toBe(Number(days))
}, 240_000)
