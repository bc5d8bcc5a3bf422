import { describe, expect, test } from "vitest"
import { textFile } from "../support/imports.ts"
import { rowsOf } from "./rows-of.ts"

/** Headers as their programs write them; what is not named below is empty in the row. */
const EXPORTS: Record<
  string,
  { header: string; row: Record<string, string>; read: Record<string, unknown> }
> = {
  "Google's old layout": {
    header:
      "Name,Given Name,Additional Name,Family Name,Yomi Name,Given Name Yomi,Additional Name Yomi,Family Name Yomi,Name Prefix,Name Suffix,Initials,Nickname,Short Name,Maiden Name,Birthday,Gender,Location,Billing Information,Directory Server,Mileage,Occupation,Hobby,Sensitivity,Priority,Subject,Notes,Language,Photo,Group Membership,E-mail 1 - Type,E-mail 1 - Value,E-mail 2 - Type,E-mail 2 - Value,Phone 1 - Type,Phone 1 - Value,Phone 2 - Type,Phone 2 - Value,Address 1 - Type,Address 1 - Formatted,Address 1 - Street,Address 1 - City,Address 1 - PO Box,Address 1 - Region,Address 1 - Postal Code,Address 1 - Country,Address 1 - Extended Address,Organization 1 - Type,Organization 1 - Name,Organization 1 - Yomi Name,Organization 1 - Title,Organization 1 - Department,Organization 1 - Symbol,Organization 1 - Location,Organization 1 - Job Description",
    row: {
      Name: "Mia Maes",
      "Given Name": "Mia",
      "Family Name": "Maes",
      Notes: "met in Gent",
      "Group Membership": "* myContacts ::: Suppliers",
      "E-mail 1 - Value": "mia@x.be ::: mm@x.be",
      "E-mail 2 - Value": "mia@home.be",
      "Phone 2 - Type": "Mobile",
      "Phone 2 - Value": "0470 12 34 56",
      "Address 1 - Street": "Kerkstraat 1",
      "Address 1 - City": "Gent",
      "Address 1 - Postal Code": "9000",
      "Address 1 - Country": "BE",
      "Organization 1 - Name": "ACME",
      "Organization 1 - Title": "Clerk",
    },
    read: {
      email: "mia@x.be",
      phone: "+32470123456",
      first_name: "Mia",
      last_name: "Maes",
      company: "ACME",
      job_title: "Clerk",
      address: "Kerkstraat 1",
      city: "Gent",
      postal_code: "9000",
      country: "BE",
      tags: ["* myContacts", "Suppliers"],
      notes: "met in Gent",
    },
  },
  HubSpot: {
    header:
      "Record ID,First Name,Last Name,Email,Phone Number,Mobile Phone Number,Contact owner,Lead Status,Job Title,Company Name,Street Address,City,State/Region,Postal Code,Country/Region,Website URL,Lifecycle Stage,Original Source,Associated Company ID,Associated Company,Create Date",
    row: {
      "Record ID": "101",
      "First Name": "Mia",
      "Last Name": "Maes",
      Email: "mia@x.be",
      "Mobile Phone Number": "0470 12 34 56",
      "Job Title": "Clerk",
      "Associated Company": "ACME",
      "Street Address": "Kerkstraat 1",
      City: "Gent",
      "Postal Code": "9000",
      "Country/Region": "Belgium",
    },
    read: {
      email: "mia@x.be",
      phone: "+32470123456",
      company: "ACME",
      job_title: "Clerk",
      address: "Kerkstraat 1",
      city: "Gent",
      postal_code: "9000",
      country: "Belgium",
    },
  },
  "Outlook in Dutch": {
    header:
      '"Titel","Voornaam","Middelste naam","Achternaam","Achtervoegsel","Bedrijf","Afdeling","Functie","Werkadres, straat","Werkadres 2, straat","Werkadres 3, straat","Werkadres, plaats","Werkadres, provincie","Werkadres, postcode","Land/regio (werk)","Huisadres, straat","Huisadres, straat 2","Huisadres, straat 3","Huisadres, plaats","Huisadres, provincie","Huisadres, postcode","Land/regio (thuis)","Ander adres, straat","Ander adres, plaats","Ander adres, postcode","Land/regio (anders)","Telefoon assistent","Fax op werk","Telefoon op werk","Telefoon op werk 2","Terugbellen","Autotelefoon","Hoofdtelefoon bedrijf","Fax thuis","Telefoon thuis","Telefoon thuis 2","ISDN","Mobiele telefoon","Andere fax","Andere telefoon","Pager","Hoofdtelefoon","Beroep","Categorieën","E-mailadres","E-mailtype","Weergavenaam voor e-mail","E-mailadres 2","E-mailtype 2","E-mailadres 3","Notities","Webpagina"',
    row: {
      Titel: "Mevr.",
      Voornaam: "Mia",
      Achternaam: "Maes",
      Bedrijf: "ACME",
      Functie: "Bediende",
      "Huisadres, straat": "Kerkstraat 1",
      "Huisadres, plaats": "Gent",
      "Huisadres, postcode": "9000",
      "Land/regio (thuis)": "België",
      "Telefoon op werk": "02 555 12 01",
      Categorieën: "vip;pers",
      "E-mailadres 2": "mia@x.be",
      Notities: "uit Gent",
    },
    read: {
      email: "mia@x.be",
      phone: "+3225551201",
      job_title: "Bediende",
      address: "Kerkstraat 1",
      city: "Gent",
      postal_code: "9000",
      country: "België",
      tags: ["vip", "pers"],
      notes: "uit Gent",
    },
  },
  "Outlook in French": {
    header:
      '"Titre","Prénom","Deuxième prénom","Nom","Suffixe","Société","Service","Titre","Rue (bureau)","Rue (bureau) 2","Rue (bureau) 3","Ville (bureau)","Dép/Région (bureau)","Code postal (bureau)","Pays/Région (bureau)","Rue (domicile)","Ville (domicile)","Code postal (domicile)","Pays/Région (domicile)","Rue (autre)","Ville (autre)","Code postal (autre)","Pays/Région (autre)","Téléphone de l\'assistant(e)","Télécopie (bureau)","Téléphone (bureau)","Téléphone 2 (bureau)","Rappel","Téléphone société","Téléphone (domicile)","Tél. mobile","Téléphone (autre)","Téléphone principal","Adresse de messagerie","Type de messagerie","Nom complet de l\'adresse de messagerie","Adresse de messagerie 2","Catégories","Notes","Profession"',
    row: {
      Titre: "Mme",
      Prénom: "Zoé",
      Nom: "Petit",
      Société: "ACME",
      "Titre 2": "Employée",
      "Rue (bureau)": "Rue Haute 1",
      "Ville (bureau)": "Liège",
      "Code postal (bureau)": "4000",
      "Pays/Région (bureau)": "Belgique",
      "Téléphone principal": "04 222 22 22",
      "Adresse de messagerie": "zoe@x.be",
      Catégories: "vip;presse",
    },
    read: {
      email: "zoe@x.be",
      phone: "+3242222222",
      job_title: "Employée",
      address: "Rue Haute 1",
      city: "Liège",
      country: "Belgique",
      tags: ["vip", "presse"],
    },
  },
  "Outlook in German": {
    header:
      '"Anrede","Vorname","Weitere Vornamen","Nachname","Suffix","Firma","Abteilung","Position","Straße geschäftlich","Straße geschäftlich 2","Straße geschäftlich 3","Ort geschäftlich","Region geschäftlich","Postleitzahl geschäftlich","Land/Region geschäftlich","Straße privat","Ort privat","Bundesland/Kanton privat","Postleitzahl privat","Land/Region privat","Weitere Straße","Weiterer Ort","Weiteres/r Bundesland/Kanton","Weitere Postleitzahl","Weiteres/e Land/Region","Telefon Assistent","Fax geschäftlich","Telefon geschäftlich","Telefon geschäftlich 2","Rückmeldung","Autotelefon","Telefon Firma","Fax privat","Telefon privat","Telefon privat 2","ISDN","Mobiltelefon","Weiteres Fax","Weiteres Telefon","Pager","Haupttelefon","Mobiltelefon 2","Beruf","Büro","E-Mail-Adresse","E-Mail-Typ","E-Mail: Angezeigter Name","E-Mail 2: Adresse","E-Mail 3: Adresse","Kategorien","Notizen","Webseite"',
    row: {
      Anrede: "Herr",
      Vorname: "Jörg",
      Nachname: "Groß",
      Firma: "ACME",
      Beruf: "Koch",
      "Weitere Straße": "Ring 1",
      "Weiterer Ort": "Köln",
      "Weitere Postleitzahl": "50667",
      "Weiteres/e Land/Region": "Deutschland",
      "Telefon privat": "+49 221 2210",
      "E-Mail 3: Adresse": "joerg@x.de",
      Kategorien: "vip;presse",
      Notizen: "aus Köln",
    },
    read: {
      email: "joerg@x.de",
      phone: "+492212210",
      job_title: "Koch",
      address: "Ring 1",
      city: "Köln",
      postal_code: "50667",
      country: "Deutschland",
      tags: ["vip", "presse"],
      notes: "aus Köln",
    },
  },
}

describe("an export that is sent as it is", () => {
  test.each(Object.entries(EXPORTS))("of %s is mapped by itself", async (_program, { header, row, read }) => {
    const names = header.startsWith('"') ? header.slice(1, -1).split('","') : header.split(",")
    const times = new Map<string, number>()
    const cells = names.map((name) => {
      const time = (times.get(name) ?? 0) + 1
      times.set(name, time)
      return row[time === 1 ? name : `${name} ${time}`] ?? ""
    })
    const quoted = cells.map((cell) => `"${cell}"`).join(",")
    const { rows, errors } = await rowsOf(
      "contacts",
      textFile("export.csv", `${header}\r\n${quoted}\r\n`),
      {},
    )
    expect(errors).toEqual([])
    expect(rows).toMatchObject([read])
  })
})
