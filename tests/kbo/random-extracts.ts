import fc from "fast-check"
import type { HandmadeExtract } from "../reference/zip-of.ts"
import { enterprise } from "../support/handmade.ts"

const entity = fc.integer({ min: 1, max: 4 })
const variant = fc.constantFrom("A", "B", "C")
const establishment = (n: number) => `2.000.000.0${n}0`
const branch = (n: number) => `9.000.000.0${n}0`

/** An entity's number: mostly an enterprise's, since those have names of two kinds to get wrong. */
const number = fc.oneof(
  { weight: 4, arbitrary: entity.map(enterprise) },
  { weight: 2, arbitrary: entity.map(establishment) },
  { weight: 1, arbitrary: entity.map(branch) },
)

const day = fc.constantFrom("01-01-2001", "02-02-2002", "31-02-2003")
const quoted = (...fields: string[]) => fields.map((field) => `"${field}"`).join(",")

/** The lines of a table: few entities and few values, so that everything collides with everything. */
const rows: Record<string, fc.Arbitrary<string>> = {
  enterprise: fc.tuple(entity, variant, day).map(([n, status, date]) => {
    return `${quoted(enterprise(n), status, "000", "2", "014")},,${date}`
  }),
  establishment: fc
    .tuple(entity, day, entity)
    .map(([n, date, owner]) => `"${establishment(n)}",${date},"${enterprise(owner)}"`),
  denomination: fc
    .tuple(
      number,
      fc.constantFrom("0", "1", "2", "3", "4", "9"),
      fc.constantFrom("001", "002", "003"),
      variant,
    )
    .map((fields) => quoted(...fields)),
  address: fc
    .tuple(number, fc.constantFrom("REGO", "BAET"), variant)
    .map(([of, type, street]) => `${quoted(of, type)},,,,,,"${street}",,"1","",,`),
  contact: fc.tuple(number, fc.constantFrom("TEL", "WEB"), variant).map(([of, type, value]) => {
    return quoted(of, "ENT", type, value)
  }),
  activity: fc
    .tuple(number, fc.constantFrom("01", "02"), fc.constantFrom("MAIN", "SECO"))
    .map(([of, code, kind]) => {
      return quoted(of, "001", "2025", code, kind)
    }),
  branch: fc
    .tuple(entity, day, entity)
    .map(([n, date, owner]) => `"${branch(n)}",${date},"${enterprise(owner)}"`),
}

const keys: Record<string, fc.Arbitrary<string>> = {
  enterprise: entity.map(enterprise),
  establishment: entity.map(establishment),
  branch: entity.map(branch),
}

const faulty = fc.constantFrom("", '"x"', '"x","y"', ",,,,,,,,,,,,,,,", '"0200.000.046",,,,,,')

function file(line: fc.Arbitrary<string>): fc.Arbitrary<string[]> {
  const lines = fc.oneof({ weight: 12, arbitrary: line }, { weight: 1, arbitrary: faulty })
  return fc.oneof(
    { weight: 2, arbitrary: fc.constant<string[]>([]) },
    { weight: 3, arbitrary: fc.array(lines, { maxLength: 7 }) },
  )
}

const codes = fc.array(
  fc
    .tuple(fc.constantFrom("Status", "Nace2025"), variant, fc.constantFrom("NL", "FR"), variant)
    .map((fields) => {
      return quoted(...fields)
    }),
  { maxLength: 5 },
)

const fullLines = fc.record(
  Object.fromEntries(Object.entries(rows).map(([table, line]) => [table, file(line)])),
)

const updateLines = fc.record(
  Object.fromEntries(
    Object.entries(rows).flatMap(([table, line]) => [
      [`${table}_insert`, file(line)],
      [`${table}_delete`, file((keys[table] ?? number).map((key) => `"${key}"`))],
    ]),
  ),
)

type Content = Pick<HandmadeExtract, "type" | "lines" | "code">

const full: fc.Arbitrary<Content> = fc.record({
  type: fc.constant("full" as const),
  lines: fullLines,
  code: codes,
})
const update: fc.Arbitrary<Content> = fc.record({
  type: fc.constant("update" as const),
  lines: updateLines,
  code: codes,
})

/** A chain of small extracts, numbered on, now and then with a Full or an update where none is expected. */
export const extractChains: fc.Arbitrary<HandmadeExtract[]> = fc
  .tuple(
    fc.oneof({ weight: 4, arbitrary: full }, { weight: 1, arbitrary: update }),
    fc.array(fc.oneof({ weight: 1, arbitrary: full }, { weight: 3, arbitrary: update }), {
      minLength: 1,
      maxLength: 2,
    }),
  )
  .map(([first, more]) => [first, ...more].map((content, i) => ({ ...content, number: i + 1 })))
