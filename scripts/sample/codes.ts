import { mix } from "./random.ts"
import type { Fields } from "./tables.ts"
import { NACE_VERSIONS, type World } from "./world.ts"

/** Category, code, Dutch, French. */
type CodeEntry = [category: string, code: string, dutch: string, french: string]

const FIXED: readonly CodeEntry[] = [
  ...group("ActivityGroup", {
    "001": ["Btw-activiteiten", "Activités TVA"],
    "002": ["Vergunningen", "Autorisations"],
    "003": ["RSZ-activiteiten", "Activités ONSS"],
    "004": ["Onderwijs", "Enseignement"],
    "005": ["Overheid, sociaal", "Service public, social"],
    "006": ["Sociale zekerheid", "Sécurité sociale"],
    "007": ["Gesubsidieerd onderwijs", "Enseignement subsidié"],
  }),
  ...group("Classification", {
    MAIN: ["Hoofdactiviteit", "Activité principale"],
    SECO: ["Nevenactiviteit", "Activité secondaire"],
    ANCI: ["Hulpactiviteit", "Activité auxiliaire"],
  }),
  ...group("ContactType", {
    TEL: ["Telefoon", "Téléphone"],
    EMAIL: ["E-mail", "E-mail"],
    WEB: ["Web", "Web"],
  }),
  ...group("EntityContact", {
    ENT: ["Onderneming", "Entreprise"],
    EST: ["Vestiging", "Unité d'établissement"],
    BRA: ["Bijkantoor", "Succursale"],
  }),
  ...group("JuridicalForm", {
    "014": ["Naamloze vennootschap", "Société anonyme"],
    "017": ["Vereniging zonder winstoogmerk", "Association sans but lucratif"],
    "610": ["Besloten vennootschap", "Société à responsabilité limitée"],
    "612": ["Vennootschap onder firma", "Société en nom collectif"],
    "706": ["Coöperatieve vennootschap", "Société coopérative"],
  }),
  ...group("JuridicalSituation", {
    "000": ["Normale toestand", "Situation normale"],
    "010": ["Ontbinding", "Dissolution"],
    "012": ["Vereffening", "Liquidation"],
    "050": ["Faillissement", "Faillite"],
  }),
  ...group("Language", {
    "0": ["Onbekend", "Inconnue"],
    "1": ["Frans", "Français"],
    "2": ["Nederlands", "Néerlandais"],
    "3": ["Duits", "Allemand"],
    "4": ["Engels", "Anglais"],
  }),
  ...group("Status", { AC: ["Actief", "Actif"], ST: ["Stopgezet", "Arrêté"] }),
  ...group("TypeOfAddress", {
    REGO: ["Zetel", "Siège"],
    BAET: ["Vestigingseenheid", "Unité d'établissement"],
    ABBR: ["Bijkantoor", "Succursale"],
    OBAD: ["Oudste actieve vestiging", "Unité la plus ancienne"],
  }),
  ...group("TypeOfDenomination", {
    "001": ["Naam", "Dénomination"],
    "002": ["Afkorting", "Abréviation"],
    "003": ["Commerciële naam", "Dénomination commerciale"],
    "004": ["Naam van het bijkantoor", "Dénomination de succursale"],
  }),
  ...group("TypeOfEnterprise", {
    "1": ["Natuurlijk persoon", "Personne physique"],
    "2": ["Rechtspersoon", "Personne morale"],
  }),
]

function group(category: string, codes: Record<string, [string, string]>): CodeEntry[] {
  return Object.entries(codes).map(([code, [dutch, french]]) => [category, code, dutch, french])
}

/** How often the wording of the code at `position` has changed so far. */
function wording(world: World, position: number): number {
  let changes = 0
  for (let revision = 1; revision <= world.revision; revision++) {
    if (mix(world.seed, position, revision, 9) % 150 === 0) changes++
  }
  return changes
}

function reworded(text: string, changes: number): string {
  return changes === 0 ? text : `${text} (${changes + 1})`
}

/** The whole code list as it stands now, as records of code.csv. */
export function* codeRows(world: World): Generator<Fields> {
  let position = 0
  for (const [category, code, dutch, french] of everyCode(world)) {
    const changes = wording(world, position++)
    yield [category, code, "NL", reworded(dutch, changes)]
    yield [category, code, "FR", reworded(french, changes)]
  }
}

function* everyCode(world: World): Generator<CodeEntry> {
  yield* FIXED
  for (const [version, codes] of world.nace.entries()) {
    const category = `Nace${NACE_VERSIONS[version]}`
    for (const code of codes)
      yield [category, code, `Bezigheid ${code}, alle soorten`, `Métier ${code}, tous genres`]
  }
  for (let added = 1; added <= world.revision; added++) {
    yield ["JuridicalForm", String(800 + added), `Nieuwe rechtsvorm ${added}`, `Nouvelle forme ${added}`]
  }
}
