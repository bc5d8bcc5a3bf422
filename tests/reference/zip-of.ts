import { zipOf } from "../../scripts/sample/zip.ts"

export const HEADERS: Record<string, string> = {
  enterprise:
    "EnterpriseNumber,Status,JuridicalSituation,TypeOfEnterprise,JuridicalForm,JuridicalFormCAC,StartDate",
  establishment: "EstablishmentNumber,StartDate,EnterpriseNumber",
  denomination: "EntityNumber,Language,TypeOfDenomination,Denomination",
  address:
    "EntityNumber,TypeOfAddress,CountryNL,CountryFR,Zipcode,MunicipalityNL,MunicipalityFR,StreetNL,StreetFR," +
    "HouseNumber,Box,ExtraAddressInfo,DateStrikingOff",
  contact: "EntityNumber,EntityContact,ContactType,Value",
  activity: "EntityNumber,ActivityGroup,NaceVersion,NaceCode,Classification",
  branch: "Id,StartDate,EnterpriseNumber",
}

export interface HandmadeExtract {
  number: number
  type: "full" | "update"
  /** Lines of code.csv, without its header. */
  code?: string[]
  /** Lines by file name without `.csv`; tables that are left out are header-only. */
  lines?: Record<string, string[]>
}

/** The ZIP of an extract whose lines are written by hand. */
export function extractZip({ number, type, code = [], lines = {} }: HandmadeExtract): Promise<Buffer> {
  const day = String((number % 28) + 1).padStart(2, "0")
  const files: Record<string, string> = {
    "meta.csv": `Variable,Value\nSnapshotDate,${day}-10-2025\nExtractTimestamp,${day}-10-2025 04:00:00\nExtractType,${type}\nExtractNumber,${number}\nVersion,1.0.0\n`,
    "code.csv": ["Category,Code,Language,Description", ...code, ""].join("\n"),
  }
  for (const [table, header] of Object.entries(HEADERS)) {
    const key = header.split(",")[0] ?? ""
    const parts: [string, string][] =
      type === "full"
        ? [[table, header]]
        : [
            [`${table}_delete`, key],
            [`${table}_insert`, header],
          ]
    for (const [name, columns] of parts)
      files[`${name}.csv`] = [columns, ...(lines[name] ?? []), ""].join("\n")
  }
  return zipOf(files)
}
