import { type Dataset, field, type Table } from "./define.ts"

const person: Table = {
  name: "contact_person",
  key: "contact_persons",
  policy: "keyed",
  columns: [
    field("email", "email", { aliases: ["e-mail", "mail", "email address", "e-mailadres", "courriel"] }),
    field("phone", "phone", {
      aliases: ["telephone", "phone number", "phone nr", "phone no", "mobile", "gsm", "tel", "telefoon"],
    }),
    field("first_name", "text", { aliases: ["given name", "forename", "voornaam", "prenom"] }),
    field("last_name", "text", { aliases: ["surname", "family name", "achternaam", "naam", "nom"] }),
    field("company", "text", {
      aliases: ["organisation", "organization", "company name", "bedrijf", "societe"],
    }),
    field("job_title", "text", { aliases: ["title", "function", "position", "role", "functie", "fonction"] }),
    field("address", "text", { aliases: ["street", "address line", "adres", "adresse"] }),
    field("city", "text", { aliases: ["town", "municipality", "stad", "gemeente", "ville"] }),
    field("postal_code", "text", { aliases: ["zip", "zip code", "zipcode", "postcode", "code postal"] }),
    field("country", "text", { aliases: ["land", "pays"] }),
    field("tags", "list", { separators: ";", merge: "union", aliases: ["labels", "groups", "categories"] }),
    field("notes", "text", {
      merge: "append",
      aliases: ["note", "comments", "comment", "remarks", "opmerkingen"],
    }),
  ],
  identity: ["email"],
  otherwise: ["phone"],
  derived: [],
  batchSize: 100,
}

/** People to keep in touch with. */
export const contacts: Dataset = {
  name: "contacts",
  label: "Contacts",
  description: "People by their e-mail address, or by their phone number where there is none.",
  source: "records",
  formats: ["csv"],
  tables: [person],
  afterSteps: [],
  batchSize: { min: 50, max: 1_000, default: 100 },
  options: ["default_country"],
  duplicates: ["skip", "update", "merge"],
  sequential: false,
  example: { file_name: "contacts.csv", files: ["contacts.csv"] },
}
