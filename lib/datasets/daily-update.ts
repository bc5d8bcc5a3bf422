import type { CodeList, Column, Dataset, Table } from "./declaration.ts"
import { column, optional } from "./define.ts"
import { REGISTER_RELATED } from "./register-related.ts"

const text = (source: string, name: string, codes?: CodeList) => column(source, name, "text", codes)

const entityNumber = column("EntityNumber", "entity_number", "entity_number")
const startDate = column("StartDate", "start_date", "date")
const enterpriseNumber = column("EnterpriseNumber", "enterprise_number", "enterprise_number")
const language: CodeList = { category: "Language", documented: ["0", "1", "2", "3", "4"] }

const files = (name: string) => ({
  full: `${name}.csv`,
  insert: `${name}_insert.csv`,
  delete: `${name}_delete.csv`,
})

function temporal(
  name: string,
  key: string,
  batchSize: number,
  columns: readonly Column[],
  identity: readonly string[],
  derived: readonly string[] = [],
): Table {
  const deleteKey = columns[0]?.name ?? "entity_number"
  return {
    name,
    key,
    policy: "temporal",
    columns,
    identity,
    deleteKey,
    derived,
    batchSize,
    files: files(name),
  }
}

const enterprise = temporal(
  "enterprise",
  "enterprises",
  2000,
  [
    column("EnterpriseNumber", "entity_number", "enterprise_number"),
    text("Status", "status", { category: "Status" }),
    text("JuridicalSituation", "juridical_situation", { category: "JuridicalSituation" }),
    text("TypeOfEnterprise", "type_of_enterprise", { category: "TypeOfEnterprise" }),
    optional(text("JuridicalForm", "juridical_form", { category: "JuridicalForm" })),
    optional(text("JuridicalFormCAC", "juridical_form_cac", { category: "JuridicalForm" })),
    startDate,
  ],
  ["entity_number"],
)

const establishment = temporal(
  "establishment",
  "establishments",
  2000,
  [column("EstablishmentNumber", "entity_number", "establishment_number"), startDate, enterpriseNumber],
  ["entity_number"],
)

const denomination = temporal(
  "denomination",
  "denominations",
  1000,
  [
    entityNumber,
    text("Language", "language", language),
    text("TypeOfDenomination", "type_of_denomination", {
      category: "TypeOfDenomination",
      documented: ["001", "002", "003", "004"],
    }),
    text("Denomination", "denomination"),
  ],
  ["entity_number", "language", "type_of_denomination", "denomination"],
  ["entity_type"],
)

const address = temporal(
  "address",
  "addresses",
  1000,
  [
    entityNumber,
    text("TypeOfAddress", "type_of_address", {
      category: "TypeOfAddress",
      documented: ["REGO", "BAET", "ABBR", "OBAD"],
    }),
    optional(text("CountryNL", "country_nl")),
    optional(text("CountryFR", "country_fr")),
    optional(text("Zipcode", "zipcode")),
    optional(text("MunicipalityNL", "municipality_nl")),
    optional(text("MunicipalityFR", "municipality_fr")),
    optional(text("StreetNL", "street_nl")),
    optional(text("StreetFR", "street_fr")),
    optional(text("HouseNumber", "house_number")),
    optional(text("Box", "box")),
    optional(text("ExtraAddressInfo", "extra_address_info")),
    optional(column("DateStrikingOff", "date_striking_off", "date")),
  ],
  ["entity_number", "type_of_address"],
  ["entity_type"],
)

const contact = temporal(
  "contact",
  "contacts",
  1000,
  [
    entityNumber,
    text("EntityContact", "entity_contact", {
      category: "EntityContact",
      documented: ["ENT", "EST", "BRA"],
    }),
    text("ContactType", "contact_type", { category: "ContactType", documented: ["TEL", "EMAIL", "WEB"] }),
    text("Value", "value"),
  ],
  ["entity_number", "entity_contact", "contact_type", "value"],
  ["entity_type"],
)

const activity = temporal(
  "activity",
  "activities",
  500,
  [
    entityNumber,
    text("ActivityGroup", "activity_group", {
      category: "ActivityGroup",
      documented: ["001", "002", "003", "004", "005", "006", "007"],
    }),
    text("NaceVersion", "nace_version"),
    text("NaceCode", "nace_code", { category: "Nace", by: "nace_version" }),
    text("Classification", "classification", {
      category: "Classification",
      documented: ["MAIN", "SECO", "ANCI"],
    }),
  ],
  ["entity_number", "activity_group", "nace_version", "nace_code", "classification"],
  ["entity_type"],
)

const branch = temporal(
  "branch",
  "branches",
  1000,
  [column("Id", "id", "branch_number"), startDate, enterpriseNumber],
  ["id"],
)

const code: Table = {
  name: "code",
  key: "codes",
  policy: "upsert",
  columns: [
    text("Category", "category"),
    text("Code", "code"),
    text("Language", "language"),
    optional(text("Description", "description")),
  ],
  identity: ["category", "code", "language"],
  derived: [],
  batchSize: 50_000,
  files: { full: "code.csv", insert: "code.csv" },
}

const tables = [code, enterprise, establishment, denomination, address, contact, activity, branch].map(
  (table): Table => ({ ...table, related: REGISTER_RELATED[table.name] ?? [] }),
)

/** The Belgian company register (KBO Open Data): a full extract, or the changes of a day. */
export const dailyUpdate: Dataset = {
  name: "daily-update",
  label: "KBO daily update",
  description: "The Belgian company register: a full extract, or the changes since the extract before it.",
  source: "extract_zip",
  tables,
  afterSteps: [
    {
      operation: "resolve_names",
      table: "enterprise",
      after: ["enterprise", "denomination"],
      writes: [
        "primary_name",
        "primary_name_language",
        "primary_name_nl",
        "primary_name_fr",
        "primary_name_de",
      ],
      codes: { primary_name_language: language },
      parameters: { name_type: "001" },
    },
    {
      operation: "resolve_names",
      table: "establishment",
      after: ["establishment", "denomination"],
      writes: ["commercial_name", "commercial_name_language"],
      codes: { commercial_name_language: language },
      parameters: { name_type: "003" },
    },
  ],
  batchSize: { min: 1, max: 1_000_000 },
  duplicates: [],
  sequential: true,
  large: "large",
  example: {
    file_name: "KboOpenData_0001_2025_01_02_Full.zip",
    files: ["meta.csv", ...tables.flatMap((table) => table.files?.full ?? [])],
  },
}
