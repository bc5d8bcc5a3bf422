import { nameInWords } from "./names.ts"

/** Names of columns that are not plain words as they stand. */
const NAMES: Record<string, string> = {
  entity_number: "Number",
  enterprise_number: "Enterprise",
  entity_type: "Of",
  entity_contact: "Of",
  juridical_form: "Legal form",
  juridical_form_cac: "Legal form to be",
  juridical_situation: "Legal situation",
  type_of_enterprise: "Type",
  start_date: "Began on",
  primary_name: "Name",
  primary_name_language: "Language of the name",
  primary_name_nl: "Name in Dutch",
  primary_name_fr: "Name in French",
  primary_name_de: "Name in German",
  commercial_name: "Commercial name",
  commercial_name_language: "Language of the name",
  denomination: "Name",
  type_of_denomination: "Kind of name",
  type_of_address: "Kind of address",
  contact_type: "Kind",
  activity_group: "Group",
  nace_version: "NACE edition",
  nace_code: "NACE code",
  country_nl: "Country in Dutch",
  country_fr: "Country in French",
  municipality_nl: "Municipality in Dutch",
  municipality_fr: "Municipality in French",
  street_nl: "Street in Dutch",
  street_fr: "Street in French",
  zipcode: "Postal code",
  extra_address_info: "More on the address",
  date_striking_off: "Struck off on",
  _snapshot_date: "Since",
  _extract_number: "Since extract",
  _is_current: "Holds now",
  _deleted_at_extract: "Closed by extract",
  imported_from: "Import",
  created_at: "Added",
  updated_at: "Changed",
  content_hash: "SHA-256 of the file",
  media_type: "Kind of file",
  document_id: "Document",
  embedding_status: "Found by likeness",
  parent_id: "Parent",
}

/** What a person calls a column. */
export function columnWord(name: string): string {
  return NAMES[name] ?? nameInWords(name)
}

/** What a column of a file is called. */
export function headerWord(header: string): string {
  return header || "(no name)"
}

const ROWS: Record<string, string> = { denominations: "Names", document_chunks: "Pieces" }

/** What a person calls the rows of a table. */
export function rowsWord(table: string): string {
  return ROWS[table] ?? nameInWords(table)
}

/** The same within a sentence. */
export function rowsInSentence(table: string): string {
  return ROWS[table]?.toLowerCase() ?? table.replaceAll("_", " ")
}
