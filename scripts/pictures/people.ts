const FIRST = [
  "An",
  "Bert",
  "Chloé",
  "Dries",
  "Els",
  "Femke",
  "Gilles",
  "Hanne",
  "Ilse",
  "Jef",
  "Karin",
  "Luc",
]
const LAST = ["Peeters", "Maes", "Willems", "Claes", "Wouters", "Goossens", "Dubois", "Lambert", "Martin"]
const CITIES = ["Gent", "Leuven", "Namur", "Brugge", "Liège", "Hasselt"]

const HEADER = "Voornaam;Achternaam;E-mail;Telefoon;Woonplaats;Lid sinds"

function lineOf(place: number, email: (name: string) => string, phone: string): string {
  const first = FIRST[place % FIRST.length] ?? ""
  const last = LAST[place % LAST.length] ?? ""
  const name = `${first}.${last}.${place}`
    .normalize("NFD")
    .replace(/[^\w.]/g, "")
    .toLowerCase()
  return [first, last, email(name), phone, CITIES[place % CITIES.length], 2010 + (place % 15)].join(";")
}

const right = (name: string) => `${name}@example.org`

/** A file of made-up people, all of which can be used. */
export function people(): string {
  return [HEADER, ...Array.from({ length: 120 }, (_, place) => lineOf(place, right, ""))].join("\n")
}

/** The same with a few that are wrong in three ways. */
export function heldPeople(): string {
  const lines = Array.from({ length: 90 }, (_, i) => {
    const place = 500 + i
    if (i % 15 === 3) return lineOf(place, (name) => `${name} at example.org`, "")
    if (i % 20 === 7) return lineOf(place, right, "unknown")
    if (i % 40 === 11) return lineOf(place, () => "", "")
    return lineOf(place, right, `0470 12 ${String(10 + (i % 80))} 34`)
  })
  return [HEADER, ...lines].join("\n")
}
