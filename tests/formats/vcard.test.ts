import { expect, test } from "vitest"
import { readCards } from "../../lib/formats/vcard-rows.ts"

/** The cards of a text that comes in pieces, each by its names. */
async function cardsOf(text: string, size = text.length, hasBroken = false) {
  const cards: [line: number, card: Record<string, unknown>][] = []
  const faults: string[] = []
  async function* blocks() {
    for (let at = 0; at < text.length; at += size) {
      yield { text: text.slice(at, at + size), bytes_read: at, hasBroken }
    }
  }
  const taker = {
    isFull: false,
    header() {},
    record: (_row: number, line: number, names: readonly string[], cells: readonly unknown[]) =>
      cards.push([line, Object.fromEntries(names.map((name, i) => [name, cells[i]]))]),
    fault: ({ code }: { code: string }) => faults.push(code),
    notice() {},
  }
  for await (const _ of readCards(blocks(), { afterRow: 0 }, taker));
  return { cards, faults }
}

test("a quoted line goes on in the next one, though that looks like a property", async () => {
  const card = [
    "BEGIN:VCARD",
    "FN:An",
    "NOTE;ENCODING=QUOTED-PRINTABLE:Reach me=0D=0A=",
    "Key: under the mat=0D=0A=",
    "Photo: on the wall",
    "TEL;CELL:0470123456",
    "KEY:left out",
    "END:VCARD",
  ].join("\r\n")
  const { cards, faults } = await cardsOf(card, 10_000)
  expect(faults).toEqual([])
  expect(cards).toMatchObject([
    [1, { phone: "0470123456", notes: "Reach me\r\nKey: under the mat\r\nPhoto: on the wall" }],
  ])
})

test("cards of every version are read, whatever cuts their lines", async () => {
  const old = [
    "BEGIN:VCARD",
    "VERSION:2.1",
    "N;CHARSET=ISO-8859-1;ENCODING=QUOTED-PRINTABLE:Peeters;Zo=EB",
    "TEL;HOME:02 555 12 01",
    "TEL;CELL;VOICE:0470 12 34 56",
    "TEL;FAX:02 555 12 02",
    "NOTE;ENCODING=QUOTED-PRINTABLE:one=0D=0A=",
    "two",
    "PHOTO;ENCODING=BASE64;TYPE=JPEG:AAAA",
    " BBBB",
    "",
    "END:VCARD",
  ].join("\r\n")
  const modern = [
    "begin:vcard",
    "VERSION:4.0",
    "FN:Jan Van den Berg",
    'item1.EMAIL;TYPE="work,pref":jan@exa',
    " mple.org",
    "EMAIL:other@example.org",
    "TEL;VALUE=uri;TYPE=cell:tel:+32-470-12-34-57",
    "ADR:;;Kerkstraat 1\\, bus 2;Gent;;9000;Belgium",
    "ORG:ACME\\; Sons;Sales",
    "CATEGORIES:vip,press\\,radio",
  ].join("\n")
  for (const size of [10_000, 7, 1]) {
    const { cards, faults } = await cardsOf(`${old}\r\n${modern}\nBEGIN:VCARD\nEND:VCARD\n`, size)
    expect(faults).toEqual(["bad_card"])
    expect(cards).toEqual([
      [
        1,
        {
          first_name: "Zoë",
          last_name: "Peeters",
          phone: "0470 12 34 56",
          "phone 2": "02 555 12 01",
          notes: "one\r\ntwo",
        },
      ],
      [
        13,
        {
          first_name: "Jan",
          last_name: "Van den Berg",
          email: "jan@example.org",
          "email 2": "other@example.org",
          phone: "tel:+32-470-12-34-57",
          address: "Kerkstraat 1, bus 2",
          city: "Gent",
          postal_code: "9000",
          country: "Belgium",
          company: "ACME; Sons",
          tags: ["vip", "press,radio"],
        },
      ],
    ])
  }
})

test("a file without a card is refused", async () => {
  await expect(cardsOf("nothing\n")).rejects.toMatchObject({ code: "file_empty" })
})

test("a line that never ends is cut, and takes no other card with it", async () => {
  const endless = `BEGIN:VCARD\nNOTE:${"x".repeat(3_000_000)}\nEND:VCARD\nBEGIN:VCARD\nFN:An\nEND:VCARD\n`
  const { cards, faults } = await cardsOf(endless, 100_000)
  expect(faults).toEqual(["row_too_long"])
  expect(cards.map(([line]) => line)).toEqual([4])
})

test("a card with bytes that are no text is a fault, one with the sign for them in a picture is not", async () => {
  const card = (...lines: string[]) => ["BEGIN:VCARD", ...lines, "END:VCARD", ""].join("\n")
  const { cards, faults } = await cardsOf(card("FN:Jos\uFFFD") + card("FN:An", "PHOTO:\uFFFD"), 10_000, true)
  expect(faults).toEqual(["invalid_encoding"])
  expect(cards).toHaveLength(1)
})

test("letters that stand in a quoted text as they are, are what they are", async () => {
  const card = [
    "BEGIN:VCARD",
    "NOTE;ENCODING=QUOTED-PRINTABLE:Hi =C3=A9 😀",
    "ORG;CHARSET=ISO-8859-1;ENCODING=QUOTED-PRINTABLE:Caf=E9 é",
    "END:VCARD",
  ].join("\n")
  const { cards } = await cardsOf(card)
  expect(cards).toMatchObject([[1, { notes: "Hi é 😀", company: "Café é" }]])
})
