export type TableName =
  | "enterprise"
  | "establishment"
  | "denomination"
  | "address"
  | "contact"
  | "activity"
  | "branch"

/** One field of a CSV record; null is absent. */
export type Field = string | null
export type Fields = Field[]

export interface SampleTable {
  name: TableName
  /** CSV columns in file order; the first one is the delete key. */
  columns: readonly string[]
  /** Positions of dates, which the register leaves unquoted. */
  dates: readonly number[]
  /** Positions of the columns that make two records the same row. */
  identity: readonly number[]
  /** Positions of the columns that may not be absent. */
  mandatory: readonly number[]
}

function table(name: TableName, columns: string, identity: number[], dates: number[] = []): SampleTable {
  const names = columns.split(" ")
  const mandatory = names.flatMap((column, position) => (column.endsWith("?") ? [] : [position]))
  return { name, columns: names.map((column) => column.replace("?", "")), dates, identity, mandatory }
}

/** The seven tables of an extract, in the order of their files. */
export const TABLES: readonly SampleTable[] = [
  table(
    "enterprise",
    "EnterpriseNumber Status JuridicalSituation TypeOfEnterprise JuridicalForm? JuridicalFormCAC? StartDate",
    [0],
    [6],
  ),
  table("establishment", "EstablishmentNumber StartDate EnterpriseNumber", [0], [1]),
  table("denomination", "EntityNumber Language TypeOfDenomination Denomination", [0, 1, 2, 3]),
  table(
    "address",
    "EntityNumber TypeOfAddress CountryNL? CountryFR? Zipcode? MunicipalityNL? MunicipalityFR? StreetNL? " +
      "StreetFR? HouseNumber? Box? ExtraAddressInfo? DateStrikingOff?",
    [0, 1],
    [12],
  ),
  table("contact", "EntityNumber EntityContact ContactType Value", [0, 1, 2, 3]),
  table("activity", "EntityNumber ActivityGroup NaceVersion NaceCode Classification", [0, 1, 2, 3, 4]),
  table("branch", "Id StartDate EnterpriseNumber", [0], [1]),
]

export const CODE_COLUMNS = ["Category", "Code", "Language", "Description"]
export const META_COLUMNS = ["Variable", "Value"]
