import { gzipSync } from "node:zlib"
import { describe, expect, test } from "vitest"
import type { ImportOptionsInput } from "../../lib/contract/index.ts"
import { isProblem } from "../../lib/errors.ts"
import { zipOf } from "../../scripts/sample/zip.ts"
import { type SentFile, textFile } from "../support/imports.ts"
import { workbookOf } from "../support/workbook.ts"
import { rowsOf } from "./rows-of.ts"

const bytesFile = (file_name: string, bytes: Buffer): SentFile => ({ file_name, bytes })

/** Reads a file; answers some columns of its rows, its bad ones, and its warnings. */
async function imported(dataset: string, file: SentFile, columns: string, options: ImportOptionsInput = {}) {
  const { rows, ...others } = await rowsOf(dataset, file, options)
  return { rows: rows.map((row) => columns.split(", ").map((name) => row[name] ?? null)), ...others }
}

const people: [
  what: string,
  file: SentFile,
  columns: string,
  rows: unknown[][],
  more?: { options?: ImportOptionsInput; errors?: string[]; warnings?: string[] },
][] = [
  [
    "ends some rows early",
    textFile("a.csv", "email,first_name,last_name,city\nr1@x.be,Jan\nr2@x.be,Mia,Peeters,Gent\n"),
    "email, first_name, city",
    [
      ["r1@x.be", "Jan", null],
      ["r2@x.be", "Mia", "Gent"],
    ],
    { warnings: ["short_rows 1"] },
  ],
  [
    "has empty cells too many, and one that is not empty",
    textFile("a.csv", "email,city\nr3@x.be,Gent,,,\nr4@x.be,Gent,x\n"),
    "email, city",
    [["r3@x.be", "Gent"]],
    { errors: ["3 too_many_fields"] },
  ],
  [
    "has cells with nothing in them that shows",
    textFile("a.csv", "E-mail 1 - Value,E-mail 2 - Value,city\n\u200b,a1@x.be, \ufeff\na2@x.be,,Gent\n"),
    "email, city",
    [
      ["a1@x.be", "Aalst"],
      ["a2@x.be", "Gent"],
    ],
    { options: { constants: { city: "Aalst" } } },
  ],
  [
    "has lines of a Mac, and others among them",
    textFile("a.csv", "email,city\rr5@x.be,Gent\r\nr6@x.be,Aalst\n\r , \rr7@x.be,Lier"),
    "email, city",
    [
      ["r5@x.be", "Gent"],
      ["r6@x.be", "Aalst"],
      ["r7@x.be", "Lier"],
    ],
  ],
  [
    "says its delimiter in its first line",
    textFile("a.csv", "sep=;\r\nemail;city\r\nr8@x.be;Gent, B\r\n\u001a"),
    "email, city",
    [["r8@x.be", "Gent, B"]],
  ],
  [
    "is kept apart by a character of its own",
    textFile("a.csv", "email§city\nr9@x.be§Gent\n"),
    "email, city",
    [["r9@x.be", "Gent"]],
    { options: { delimiter: "§" } },
  ],
  [
    "is kept apart by blanks",
    textFile("a.csv", 'email city\nr10@x.be "La Louvière"\n'),
    "email, city",
    [["r10@x.be", "La Louvière"]],
    { options: { delimiter: " " } },
  ],
  [
    "has notes above its header",
    textFile(
      "a.csv",
      'Notes:\n"Some, and more."\n\nFirst Name,Email Address,Company,Position\nMia,s1@x.be,ACME,Clerk\n',
    ),
    "email, first_name, company, job_title",
    [["s1@x.be", "Mia", "ACME", "Clerk"]],
    { warnings: ["lines_above_header 2"] },
  ],
  [
    "has its header where the import says",
    textFile("a.csv", "email,city\nemail,city\ns2@x.be,Gent\n"),
    "email, city",
    [["s2@x.be", "Gent"]],
    { options: { header_row: 2 }, warnings: ["lines_above_header 1"] },
  ],
  [
    "has no header",
    textFile("a.csv", "s3@x.be,Jan,Gent\n"),
    "email, first_name, city",
    [["s3@x.be", "Jan", null]],
    { options: { mapping: { "Column 2": "first_name" } }, warnings: ["column_ignored 1"] },
  ],
  [
    "has lines that are comments",
    textFile("a.csv", "# made by hand\nemail,city\n#s4@x.be,Gent\ns5@x.be,Gent\n"),
    "email",
    [["s5@x.be"]],
    { options: { comment: "#" } },
  ],
  [
    "says the same in every row",
    textFile("a.csv", "email\ns6@x.be\n"),
    "email, country",
    [["s6@x.be", "BE"]],
    { options: { constants: { country: "BE" } } },
  ],
  [
    "is from DOS",
    bytesFile("a.csv", Buffer.from("email;last_name\r\ns7@x.be;Zo\x89\r\n", "latin1")),
    "last_name",
    [["Zoë"]],
    { options: { encoding: "IBM850" } },
  ],
  [
    "is from a Mac",
    bytesFile("a.csv", Buffer.from("email;last_name\r\ns8@x.be;Zo\x91\r\n", "latin1")),
    "last_name",
    [["Zoë"]],
    { options: { encoding: "macintosh" } },
  ],
  [
    "is of four bytes a character",
    bytesFile(
      "a.csv",
      Buffer.from(
        [..."\uFEFFemail\ns9@x.be\n"].flatMap((one) => [
          one.charCodeAt(0) & 255,
          one.charCodeAt(0) >> 8,
          0,
          0,
        ]),
      ),
    ),
    "email",
    [["s9@x.be"]],
  ],
  [
    "has letters in pieces and characters nobody sees",
    textFile(
      "a.csv",
      "email,phone,last_name,city\n\u200bt1@x.be\u200b,\u202d0470 12 34 56\u202c,Zoe\u0308,Gent\u00a0\n",
    ),
    "email, phone, last_name, city",
    [["t1@x.be", "+32470123456", "Zoë", "Gent"]],
  ],
  [
    "is from Google",
    textFile(
      "g.csv",
      "First Name,Last Name,Organization Name,Organization Title,Labels,E-mail 1 - Value,E-mail 2 - Value,Phone 1 - Value,Phone 2 - Value,Address 1 - City\nMia,Peeters,ACME,Clerk,a ::: b,,t2@x.be ::: t3@x.be,,0470 12 34 58,Gent\n",
    ),
    "email, phone, company, job_title, city, tags",
    [["t2@x.be", "+32470123458", "ACME", "Clerk", "Gent", ["a", "b"]]],
    { warnings: ["addresses_left_out 1"] },
  ],
  [
    "is from Outlook in Dutch, with two addresses",
    textFile(
      "o.csv",
      'Voornaam,Achternaam,Bedrijf,Functie,E-mailadres,Telefoon op werk,Mobiele telefoon,"Werkadres, straat","Werkadres, plaats","Huisadres, straat","Huisadres, plaats"\nMia,Peeters,ACME,Clerk,t4@x.be,02 555 12 01,0470 12 34 59,,Gent,Dorp 1,Lier\nJan,Maes,,,t5@x.be,02 555 12 02,,,,Dorp 2,Aalst\n',
    ),
    "email, phone, address, city",
    [
      ["t4@x.be", "+32470123459", null, "Gent"],
      ["t5@x.be", "+3225551202", "Dorp 2", "Aalst"],
    ],
  ],
  [
    "is from Outlook in French",
    textFile(
      "o.csv",
      "Prénom,Nom,Société,Adresse de messagerie,Tél. mobile,Ville (bureau),Code postal (bureau)\nZoé,Petit,ACME,t6@x.be,0470 12 34 60,Liège,4000\n",
    ),
    "email, phone, first_name, last_name, city, postal_code",
    [["t6@x.be", "+32470123460", "Zoé", "Petit", "Liège", "4000"]],
  ],
  [
    "is from Outlook in German",
    textFile(
      "o.csv",
      "Vorname;Nachname;Firma;E-Mail-Adresse;Mobiltelefon;Ort geschäftlich;Straße geschäftlich\nJörg;Groß;ACME;t7@x.be;0470 12 34 61;Köln;Ring 1\n",
    ),
    "email, phone, company, city, address",
    [["t7@x.be", "+32470123461", "ACME", "Köln", "Ring 1"]],
  ],
  [
    "is from Thunderbird",
    textFile(
      "t.csv",
      "First Name,Last Name,Primary Email,Work Phone,Mobile Number,Home City,Organization\nMia,Maes,t8@x.be,02 555 12 03,,Gent,ACME\n",
    ),
    "email, phone, city, company",
    [["t8@x.be", "+3225551203", "Gent", "ACME"]],
  ],
  [
    "is JSON",
    textFile("a.json", '[{"email":"t9@x.be","tags":["a","b"]}]'),
    "email, tags",
    [["t9@x.be", ["a", "b"]]],
  ],
  [
    "is a card",
    textFile(
      "a.vcf",
      "BEGIN:VCARD\r\nN:Peeters;Mia;;;\r\nEMAIL:u1@x.be\r\nADR:;;Kerkstraat 1;Gent;;9000;BE\r\nEND:VCARD\r\n",
    ),
    "email, first_name, city",
    [["u1@x.be", "Mia", "Gent"]],
  ],
  ["is packed by gzip", bytesFile("a.csv.gz", gzipSync("email\nu2@x.be\n")), "email", [["u2@x.be"]]],
]

describe("a file of contacts that", () => {
  test.each(people)(
    "%s is read as it was meant",
    async (_what, file, columns, rows, { options = {}, errors = [], warnings } = {}) => {
      const got = await imported("contacts", file, columns, options)
      expect(got.rows).toEqual(rows)
      expect(got.errors).toEqual(errors)
      const told = got.warnings.filter(
        (code) => warnings?.includes("column_ignored 1") || !code.startsWith("column_ignored"),
      )
      if (warnings) expect(told).toEqual(warnings)
    },
  )

  test("is a workbook is read from the sheet that is asked for, by the lines of its program", async () => {
    const cells = (...texts: string[]) =>
      `<row r="${texts[0]}">${texts
        .slice(1)
        .map((text) => `<c t="str"><v>${text}</v></c>`)
        .join("")}</row>`
    const sheets = [
      { name: "Notes", rows: cells("1", "nothing here") },
      {
        name: "People",
        rows: `${cells("3", "email", "phone", "city")}${cells("5", "u3@x.be", "32470123462", "Gent")}${cells("9", "none", "", "Gent")}`,
      },
    ]
    const book = bytesFile("people.xlsx", await workbookOf({ sheets }))
    const got = await imported("contacts", book, "email, phone, city", { sheet: "People" })
    expect(got).toEqual({
      rows: [["u3@x.be", "+32470123462", "Gent"]],
      errors: ["9 bad_email"],
      warnings: [],
    })
  })

  test("is a workbook in gzip is read like one", async () => {
    const rows = '<row><c t="str"><v>email</v></c></row><row><c t="str"><v>u9@x.be</v></c></row>'
    const book = await workbookOf({ sheets: [{ name: "People", rows }] })
    expect((await imported("contacts", bytesFile("a.xlsx.gz", gzipSync(book)), "email")).rows).toEqual([
      ["u9@x.be"],
    ])
  })

  test("is in a ZIP is the only one there, or the one that is named", async () => {
    const one = await zipOf({ "__MACOSX/._people.csv": "x", "list/people.csv": "email\nu4@x.be\n" })
    expect((await imported("contacts", bytesFile("a.zip", one), "email")).rows).toEqual([["u4@x.be"]])
    const two = bytesFile("a.zip", await zipOf({ "a.csv": "email\nu5@x.be\n", "b.csv": "email\nu6@x.be\n" }))
    expect(await refusal("contacts", two)).toMatch(/^422 entry_needed .*a\.csv, b\.csv/)
    expect((await imported("contacts", two, "email", { entry: "b.csv" })).rows).toEqual([["u6@x.be"]])
  })
})

test("questions and answers lose HTML and nothing else", async () => {
  const text =
    "question,answer\nMail?,Write to <jan@example.org> or use a<b and List<String> <3\nBold?,<p>Yes <b>bold</b>&nbsp;text</p><script>alert(1)</script>\n"
  expect(await imported("qa-pairs", textFile("q.csv", text), "answer")).toMatchObject({
    rows: [["Write to <jan@example.org> or use a<b and List<String> <3"], ["Yes bold text"]],
    warnings: ["html_removed 1"],
  })
})

test("URLs, one a line, are a taxonomy, and its metadata keeps its numbers", async () => {
  expect(
    (await imported("taxonomy", textFile("urls.txt", "https://a.example/x\nhttps://a.example/x,y\n"), "url"))
      .rows,
  ).toEqual([["https://a.example/x"], ["https://a.example/x,y"]])
  const json =
    '[{"url":"https://b.example","metadata":{"big":1E22,"id":12345678901234567890,"f":0.123456789012345678}}]'
  expect((await imported("taxonomy", textFile("m.json", json), "metadata")).rows).toEqual([
    ['{"big":1E22,"id":12345678901234567890,"f":0.123456789012345678}'],
  ])
})

async function refusal(dataset: string, file: SentFile, options: ImportOptionsInput = {}): Promise<string> {
  const error = await rowsOf(dataset, file, options).catch((thrown: unknown) => thrown)
  return isProblem(error) ? `${error.status} ${error.code} ${error.detail}` : "accepted"
}

describe("a file that has no rows is refused in a sentence of its own:", () => {
  const compound = (stream: string) =>
    Buffer.concat([
      Buffer.from("d0cf11e0a1b11ae1", "hex"),
      Buffer.alloc(1_016),
      Buffer.from(stream, "utf16le"),
    ])
  test.each([
    ["a page", textFile("a.csv", "<!DOCTYPE html><html></html>"), /an HTML page/],
    [
      "a sitemap",
      textFile(
        "a.xml",
        '<?xml version="1.0"?><urlset xmlns="x"><url><loc>https://a.example</loc></url></urlset>',
      ),
      /a sitemap\. .*taxonomy/,
    ],
    ["XML", textFile("a.xml", "<rows><row/></rows>"), /is XML/],
    ["a PDF", textFile("a.csv", "%PDF-1.7\n"), /a PDF/],
    ["an old workbook", bytesFile("a.xls", compound("Workbook")), /old Excel workbook/],
    ["a protected workbook", bytesFile("a.xlsx", compound("EncryptedPackage")), /password/],
    ["an empty list", textFile("a.json", "[]"), /no rows/],
    ["a list of one value", textFile("a.json", '"x"'), /single value/],
    [
      "a quote that is never closed",
      textFile("a.csv", 'email,city\nv1@x.be,Gent\nv2@x.be,"Gent\n'),
      /line 3 is never closed/,
    ],
  ])("%s", async (_what, file, sentence) => {
    expect(await refusal("contacts", file)).toMatch(sentence)
  })

  test("one that ends before the line its names are said to be on", async () => {
    const rows = '<row r="1"><c t="str"><v>email</v></c></row><row r="2"><c t="str"><v>w1@x.be</v></c></row>'
    const book = bytesFile("a.xlsx", await workbookOf({ sheets: [{ name: "People", rows }] }))
    for (const file of [book, textFile("a.csv", "email\nw1@x.be\n")]) {
      expect(await refusal("contacts", file, { header_row: 99 })).toMatch(/^422 header_not_found .*line 99/)
    }
  })

  test("spreadsheets of others", async () => {
    const ods = await zipOf({
      mimetype: "application/vnd.oasis.opendocument.spreadsheet",
      "content.xml": "<x/>",
    })
    expect(await refusal("contacts", bytesFile("a.ods", ods))).toMatch(/OpenDocument spreadsheet/)
    const numbers = await zipOf({ "Index/Document.iwa": "x" })
    expect(await refusal("contacts", bytesFile("a.numbers", numbers))).toMatch(/Apple Numbers/)
  })
})
