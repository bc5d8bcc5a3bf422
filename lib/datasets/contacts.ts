import type { Dataset, Table } from "./declaration.ts"
import { field } from "./define.ts"

/** Ranks of addresses: the plain one, that of work, of home, another. */
const PLACE = { together: "place" }

const person: Table = {
  name: "contact_person",
  key: "contact_persons",
  policy: "keyed",
  columns: [
    field("email", "email", {
      aliases: ["e-mail", "mail", "email address", "e-mailadres", "courriel"],
      several: [
        [
          "primary email",
          "e-mail 1 - value",
          "adresse de messagerie",
          "adresse de courrier",
          "adresse e-mail",
          "e-mail-adresse",
          "work email",
        ],
        [
          "secondary email",
          "e-mail 2 - value",
          "e-mail 2 address",
          "e-mailadres 2",
          "adresse de messagerie 2",
          "adresse de courrier 2",
          "e-mail 2: adresse",
        ],
        [
          "e-mail 3 - value",
          "e-mail 3 address",
          "e-mailadres 3",
          "adresse de messagerie 3",
          "adresse de courrier 3",
          "e-mail 3: adresse",
        ],
        ["home email", "additional email addresses"],
      ],
    }),
    field("phone", "phone", {
      aliases: ["telephone", "phone number", "phone nr", "phone no", "tel", "telefoon"],
      several: [
        [
          "mobile",
          "gsm",
          "mobile phone",
          "mobile number",
          "mobile phone number",
          "mobiele telefoon",
          "tel. mobile",
          "telephone mobile",
          "mobiltelefon",
        ],
        [
          "primary phone",
          "phone 1 - value",
          "telefon",
          "hoofdtelefoon",
          "telephone principal",
          "haupttelefon",
        ],
        ["business phone", "work phone", "telefoon op werk", "telephone (bureau)", "telefon geschaftlich"],
        [
          "business phone 2",
          "phone 2 - value",
          "telefoon op werk 2",
          "telephone 2 (bureau)",
          "telefon geschaftlich 2",
        ],
        ["company main phone", "hoofdtelefoon bedrijf", "telephone societe", "telefon firma"],
        ["home phone", "phone 3 - value", "telefoon thuis", "telephone (domicile)", "telefon privat"],
        ["home phone 2", "telefoon thuis 2", "telephone 2 (domicile)", "telefon privat 2"],
        ["other phone", "andere telefoon", "telephone (autre)", "weiteres telefon"],
      ],
    }),
    field("first_name", "text", { aliases: ["given name", "forename", "voornaam", "prenom", "vorname"] }),
    field("last_name", "text", {
      aliases: ["surname", "family name", "achternaam", "naam", "nom", "nachname"],
    }),
    field("company", "text", {
      aliases: ["organisation", "organization", "company name", "bedrijf", "societe", "firma"],
      several: [
        ["organization name", "organization 1 - name", "associated company", "primary associated company"],
      ],
    }),
    field("job_title", "text", {
      aliases: ["title", "function", "position", "role", "functie", "fonction"],
      // Outlook in French writes how somebody is addressed as a first "Titre".
      several: [
        ["organization title", "organization 1 - title", "titre (2)"],
        ["profession", "beroep", "beruf"],
      ],
    }),
    field("address", "text", {
      ...PLACE,
      aliases: ["street", "street address", "address line", "adres", "adresse"],
      several: [
        [
          "address 1 - street",
          "business street",
          "work address",
          "werkadres, straat",
          "rue (bureau)",
          "strasse geschaftlich",
        ],
        [
          "address 2 - street",
          "home street",
          "home address",
          "huisadres, straat",
          "rue (domicile)",
          "strasse privat",
        ],
        ["address 3 - street", "other street", "ander adres, straat", "rue (autre)", "weitere strasse"],
      ],
    }),
    field("city", "text", {
      ...PLACE,
      aliases: ["town", "municipality", "stad", "gemeente", "ville", "ort"],
      several: [
        [
          "address 1 - city",
          "business city",
          "work city",
          "werkadres, plaats",
          "ville (bureau)",
          "ort geschaftlich",
        ],
        ["address 2 - city", "home city", "huisadres, plaats", "ville (domicile)", "ort privat"],
        ["address 3 - city", "other city", "ander adres, plaats", "ville (autre)", "weiterer ort"],
      ],
    }),
    field("postal_code", "text", {
      ...PLACE,
      aliases: ["zip", "zip code", "zipcode", "postcode", "code postal", "postleitzahl", "plz"],
      several: [
        [
          "address 1 - postal code",
          "business postal code",
          "work zipcode",
          "werkadres, postcode",
          "code postal (bureau)",
          "postleitzahl geschaftlich",
        ],
        [
          "address 2 - postal code",
          "home postal code",
          "home zipcode",
          "huisadres, postcode",
          "code postal (domicile)",
          "postleitzahl privat",
        ],
        [
          "address 3 - postal code",
          "other postal code",
          "ander adres, postcode",
          "code postal (autre)",
          "weitere postleitzahl",
        ],
      ],
    }),
    field("country", "text", {
      ...PLACE,
      aliases: ["land", "pays", "country/region"],
      several: [
        [
          "address 1 - country",
          "business country/region",
          "business country",
          "work country",
          "land/regio (werk)",
          "pays/region (bureau)",
          "pays (bureau)",
          "land/region geschaftlich",
        ],
        [
          "address 2 - country",
          "home country/region",
          "home country",
          "land/regio (thuis)",
          "pays/region (domicile)",
          "pays (domicile)",
          "land/region privat",
        ],
        [
          "address 3 - country",
          "other country/region",
          "other country",
          "land/regio (anders)",
          "pays/region (autre)",
          "weiteres/e land/region",
        ],
      ],
    }),
    field("tags", "list", {
      merge: "union",
      aliases: ["labels", "groups", "categories", "categorieen", "kategorien", "group membership"],
    }),
    field("notes", "text", {
      merge: "append",
      aliases: ["note", "comments", "comment", "remarks", "opmerkingen", "notities", "notizen"],
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
  formats: ["csv", "json", "vcard"],
  tables: [person],
  afterSteps: [],
  batchSize: { min: 50, max: 1_000 },
  options: ["default_country"],
  duplicates: ["skip", "update", "merge"],
  sequential: false,
  example: { file_name: "contacts.csv", files: ["contacts.csv"] },
}
