import { ENTERPRISE, ESTABLISHMENT, type Kind } from "./numbers.ts"
import type { Random } from "./random.ts"
import type { Field, Fields } from "./tables.ts"
import { awkwardText, capital, companyName, word } from "./words.ts"
import { NACE_VERSIONS, numberOf, type World } from "./world.ts"

/** Which row of an entity to write: the j-th, in its variant `salt`. */
interface RowPlace {
  world: World
  kind: Kind
  index: number
  number: string
  j: number
  random: Random
}

type RowValues = (place: RowPlace) => Fields

function date(random: Random): string {
  const day = 1 + random.below(28)
  const month = 1 + random.below(12)
  return `${String(day).padStart(2, "0")}-${String(month).padStart(2, "0")}-${1950 + random.below(75)}`
}

function sometimes(random: Random, probability: number, value: () => string): Field {
  return random.chance(probability) ? value() : null
}

function text(place: RowPlace, plain: string): string {
  return place.world.traps && place.random.chance(0.12) ? awkwardText(place.random) : plain
}

/** Values outside the code list appear without notice; a world with traps shows some. */
function code(place: RowPlace, known: readonly string[], unknown: string): string {
  return place.world.traps && place.random.chance(0.03) ? unknown : place.random.pick(known)
}

function someEnterprise(place: RowPlace): string {
  return numberOf(place.world, ENTERPRISE, place.random.below(place.world.first_enterprises))
}

const enterprise: RowValues = (place) => {
  const { random } = place
  const legal = random.chance(0.6)
  return [
    place.number,
    code(place, ["AC", "AC", "AC", "ST"], "XX"),
    random.pick(["000", "000", "000", "010", "012", "050"]),
    legal ? "2" : "1",
    legal ? code(place, ["014", "017", "610", "612", "706"], "999") : null,
    sometimes(random, 0.02, () => random.pick(["610", "612"])),
    date(random),
  ]
}

const establishment: RowValues = (place) => [place.number, date(place.random), someEnterprise(place)]

const branch: RowValues = establishment

const denomination: RowValues = (place) => {
  const { random, kind } = place
  const kinds = kind === ENTERPRISE ? ["001", "001", "001", "002"] : ["003"]
  const first = kind === ENTERPRISE ? "001" : kind === ESTABLISHMENT ? "003" : "004"
  return [
    place.number,
    code(place, ["1", "1", "1", "2", "2", "2", "2", "0", "3", "4"], "9"),
    place.j === 0 ? first : code(place, kinds, "005"),
    text(place, companyName(random)),
  ]
}

/** Each further address of one entity has a type of its own, since the type is part of the identity. */
const ADDRESS_TYPES = [
  ["REGO", "ABBR", "BAET", "OBAD"],
  ["BAET", "OBAD", "REGO", "ABBR"],
  ["OBAD", "BAET", "ABBR", "REGO"],
]

const address: RowValues = (place) => {
  const { random, kind, j } = place
  const abroad = random.chance(0.04)
  const [town, street] = [capital(word(random)), capital(word(random))]
  return [
    place.number,
    ADDRESS_TYPES[kind]?.[j] ?? `X${j}`,
    abroad ? `${town}land` : null,
    abroad ? `${town}lande` : null,
    sometimes(random, 0.98, () => String(1000 + random.below(9000))),
    `${town}dorp`,
    `${town}ville`,
    text(place, `${street}straat`),
    text(place, `Rue de ${street}`),
    sometimes(random, 0.97, () => random.pick(["1", "2-4", "001", "12A", String(1 + random.below(300))])),
    sometimes(random, 0.15, () => String(1 + random.below(40))),
    sometimes(random, 0.03, () => text(place, `Bus ${word(random)}`)),
    sometimes(random, 0.03, () => date(random)),
  ]
}

const contact: RowValues = (place) => {
  const { random } = place
  const type = code(place, ["TEL", "EMAIL", "WEB"], "FAX")
  const host = `${word(random)}.example`
  const values: Record<string, string> = {
    EMAIL: `info@${host}`,
    WEB: `https://www.${host}`,
    TEL: `02/555.${String(random.below(10_000)).padStart(4, "0")}`,
  }
  return [place.number, ["ENT", "EST", "BRA"][place.kind] ?? "ENT", type, values[type] ?? `02/555.${place.j}`]
}

/** Every row below 7 × 3 × the number of codes differs from the others of its entity. */
const activity: RowValues = ({ world, index, kind, number, j }) => {
  const codes = world.nace[j % 3] as string[]
  const step = Math.floor(j / 3)
  const start = Math.imul(index + kind, 7919) >>> 3
  const group = 1 + ((start + Math.floor(step / codes.length)) % 7)
  return [
    number,
    `00${group}`,
    NACE_VERSIONS[j % 3] as string,
    codes[(start + step) % codes.length] as string,
    step === 0 ? "MAIN" : step % 9 === 8 ? "ANCI" : "SECO",
  ]
}

/** The values of a row, by the position of its table. */
export const ROW_VALUES: readonly RowValues[] = [
  enterprise,
  establishment,
  denomination,
  address,
  contact,
  activity,
  branch,
]
