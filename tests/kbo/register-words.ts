/** What a table of the register holds and what its columns say, one sentence each; the database has them as comments. */
export interface TableWords {
  table: string
  columns: Readonly<Record<string, string>>
}

const NUMBER = "Number of the enterprise, establishment or branch, ten digits with dots."
const START = "Day it began."
const OWNER = "Number of the enterprise it belongs to."
const TYPE = "What the number is of, told from its first digit: enterprise, establishment or branch."
const codes = (category: string, more = "") => `Code; its texts are in code, category ${category}.${more}`
const LANGUAGE = "0 unknown, 1 French, 2 Dutch, 3 German, 4 English."

/** Columns every table with a history has. */
export const HISTORY_WORDS: Readonly<Record<string, string>> = {
  _entity_key: "The digits of the number as a number; rows are looked up and kept in order by it.",
  _snapshot_date: "Day of the register's state that opened the row.",
  _extract_number: "Number of the extract that opened the row.",
  _is_current: "Whether the row holds now.",
  _deleted_at_extract: "Number of the extract that closed the row; empty while it holds.",
  _job_id: "Import that opened the row.",
  _closed_job_id: "Import that closed the row.",
}

/** The register's tables by their names. */
export const REGISTER_WORDS: Readonly<Record<string, TableWords>> = {
  enterprise: {
    table: "Enterprises of the Belgian company register and their history.",
    columns: {
      entity_number: "Number of the enterprise, ten digits with dots.",
      status: codes("Status"),
      juridical_situation: codes("JuridicalSituation"),
      type_of_enterprise: codes("TypeOfEnterprise", " 1 natural person, 2 legal person."),
      juridical_form: codes("JuridicalForm"),
      juridical_form_cac: codes(
        "JuridicalForm",
        " The form it will have once its statutes follow the code of 2019.",
      ),
      start_date: START,
      primary_name:
        "Its legal name, Dutch before French, unknown, German, English; its number where it has none. Of a closed row the last it had: enterprise_at tells the name of then.",
      primary_name_language: `Language of primary_name: ${LANGUAGE}`,
      primary_name_nl: "Its legal name in Dutch.",
      primary_name_fr: "Its legal name in French.",
      primary_name_de: "Its legal name in German.",
    },
  },
  establishment: {
    table: "Establishments of enterprises and their history.",
    columns: {
      entity_number: "Number of the establishment, ten digits with dots.",
      start_date: START,
      enterprise_number: OWNER,
      commercial_name:
        "Its commercial name, in the same order of languages as an enterprise's. Of a closed row the last it had: establishment_at tells the name of then.",
      commercial_name_language: `Language of commercial_name: ${LANGUAGE}`,
    },
  },
  denomination: {
    table: "Names of enterprises, establishments and branches and their history.",
    columns: {
      entity_number: NUMBER,
      language: LANGUAGE,
      type_of_denomination: "001 legal name, 002 abbreviation, 003 commercial name, 004 name of a branch.",
      denomination: "The name.",
      entity_type: TYPE,
    },
  },
  address: {
    table: "Addresses of enterprises, establishments and branches and their history.",
    columns: {
      entity_number: NUMBER,
      type_of_address: "REGO seat, BAET establishment, ABBR branch, OBAD oldest active establishment.",
      country_nl: "Country in Dutch; empty in Belgium.",
      country_fr: "Country in French; empty in Belgium.",
      zipcode: "Postal code.",
      municipality_nl: "Municipality in Dutch.",
      municipality_fr: "Municipality in French.",
      street_nl: "Street in Dutch.",
      street_fr: "Street in French.",
      house_number: "House number, which is text: 2-4.",
      box: "Box in the house.",
      extra_address_info: "What else the address needs.",
      date_striking_off: "Day the address was struck off.",
      entity_type: TYPE,
    },
  },
  contact: {
    table: "Telephone numbers, e-mail and web addresses and their history.",
    columns: {
      entity_number: NUMBER,
      entity_contact: "Whose it is: ENT enterprise, EST establishment, BRA branch.",
      contact_type: "TEL, FAX, EMAIL or WEB.",
      value: "The number or address itself.",
      entity_type: TYPE,
    },
  },
  activity: {
    table: "Activities of enterprises, establishments and branches and their history.",
    columns: {
      entity_number: NUMBER,
      activity_group: codes("ActivityGroup"),
      nace_version: "Edition of the NACE code: 2003, 2008 or 2025.",
      nace_code: "NACE code; its texts are in code, category Nace with the edition.",
      classification: "MAIN, SECO or ANCI: main, secondary or ancillary.",
      entity_type: TYPE,
    },
  },
  branch: {
    table: "Belgian branches of foreign enterprises and their history.",
    columns: {
      id: "Number of the branch, ten digits with dots.",
      start_date: START,
      enterprise_number: OWNER,
    },
  },
  code: {
    table: "What the codes of the other tables mean. It is kept up to date and has no history.",
    columns: {
      category: "Which list of codes.",
      code: "The code.",
      language: "NL, FR, DE or EN.",
      description: "What it means in that language.",
      _job_id: "Import that last wrote the row.",
    },
  },
}

/** What can be asked of a table with a history, `T` being its name. */
export function functionWords(name: string): Readonly<Record<string, string>> {
  const named = { enterprise: "primary_name", establishment: "commercial_name" }[name]
  const names = named ? ` with the names of then (${named})` : ""
  return {
    [`${name}_current`]: `Rows of ${name} that hold now.`,
    [`${name}_at`]: `Rows of ${name} that held at an extract or a day${names}: ${name}_at(140), ${name}_at(date '2025-02-01'). Nothing is known from before the first extract; extracts never imported are as the one before them.`,
    [`${name}_history`]: `Versions of ${name}: each holds from valid_from until the day before valid_to, which is empty while it holds; from_extract opened it, to_extract closed it. A version that was closed and opened again unchanged is one.`,
    [`${name}_changes`]: `What an extract, or the last of a day, changed in ${name}: ${name}_changes(141) has a row for each thing opened or closed, and for each column that changed.`,
  }
}

/** The functions and views that are of no single table. */
export const REGISTER_OBJECTS: Readonly<Record<string, string>> = {
  register_extract:
    "Extracts the register's tables have been through; a full and an update may share a number.",
  extract_of:
    "Number of the extract that a number or a day means: of a day the last whose snapshot is not after it.",
}
