export type Form = "text" | "date" | "enterprise" | "establishment" | "branch" | "entity"

export interface ReferenceColumn {
  source: string
  name: string
  form: Form
  required: boolean
}

export interface ReferenceTable {
  name: string
  columns: ReferenceColumn[]
  /** Names of the columns that make two rows the same. */
  identity: string[]
  /** What the target adds to the columns of the file. */
  derived: string[]
}

/** One line a column: CSV name, target name, form, and `?` where it may be absent. */
function table(name: string, identity: string, derived: string, lines: string): ReferenceTable {
  const columns = lines
    .trim()
    .split("\n")
    .map((line): ReferenceColumn => {
      const [source = "", column = "", form = "text", optional] = line.trim().split(/\s+/)
      return { source, name: column, form: form as Form, required: optional !== "?" }
    })
  return { name, columns, identity: identity.split(" "), derived: derived.split(" ").filter(Boolean) }
}

/** The seven tables with history, written down from the register's documentation alone. */
export const HISTORY_TABLES: readonly ReferenceTable[] = [
  table(
    "enterprise",
    "entity_number",
    "primary_name primary_name_language primary_name_nl primary_name_fr primary_name_de",
    `EnterpriseNumber   entity_number        enterprise
     Status             status               text
     JuridicalSituation juridical_situation  text
     TypeOfEnterprise   type_of_enterprise   text
     JuridicalForm      juridical_form       text ?
     JuridicalFormCAC   juridical_form_cac   text ?
     StartDate          start_date           date`,
  ),
  table(
    "establishment",
    "entity_number",
    "commercial_name commercial_name_language",
    `EstablishmentNumber entity_number     establishment
     StartDate           start_date        date
     EnterpriseNumber    enterprise_number enterprise`,
  ),
  table(
    "denomination",
    "entity_number language type_of_denomination denomination",
    "entity_type",
    `EntityNumber       entity_number        entity
     Language           language             text
     TypeOfDenomination type_of_denomination text
     Denomination       denomination         text`,
  ),
  table(
    "address",
    "entity_number type_of_address",
    "entity_type",
    `EntityNumber     entity_number      entity
     TypeOfAddress    type_of_address    text
     CountryNL        country_nl         text ?
     CountryFR        country_fr         text ?
     Zipcode          zipcode            text ?
     MunicipalityNL   municipality_nl    text ?
     MunicipalityFR   municipality_fr    text ?
     StreetNL         street_nl          text ?
     StreetFR         street_fr          text ?
     HouseNumber      house_number       text ?
     Box              box                text ?
     ExtraAddressInfo extra_address_info text ?
     DateStrikingOff  date_striking_off  date ?`,
  ),
  table(
    "contact",
    "entity_number entity_contact contact_type value",
    "entity_type",
    `EntityNumber  entity_number  entity
     EntityContact entity_contact text
     ContactType   contact_type   text
     Value         value          text`,
  ),
  table(
    "activity",
    "entity_number activity_group nace_version nace_code classification",
    "entity_type",
    `EntityNumber   entity_number  entity
     ActivityGroup  activity_group text
     NaceVersion    nace_version   text
     NaceCode       nace_code      text
     Classification classification text`,
  ),
  table(
    "branch",
    "id",
    "",
    `Id               id                branch
     StartDate        start_date        date
     EnterpriseNumber enterprise_number enterprise`,
  ),
]

export const CODE_TABLE = table(
  "code",
  "category code language",
  "",
  `Category    category    text
   Code        code        text
   Language    language    text
   Description description text ?`,
)

/** The column a delete file names: the first of the table. */
export function keyOf(definition: ReferenceTable): ReferenceColumn {
  const [key] = definition.columns
  if (!key) throw new Error(`${definition.name} has no columns`)
  return key
}

/** The table a delete file is read as: its one column, which is also the identity. */
export function deleteTable(definition: ReferenceTable): ReferenceTable {
  const key = keyOf(definition)
  return { name: definition.name, columns: [key], identity: [key.name], derived: [] }
}
