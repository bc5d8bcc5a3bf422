import type { Values } from "./read.ts"

/** Dutch, French, unknown, German, English. */
const PREFERENCE = ["2", "1", "0", "3", "4"]

/** The greatest text of a language by its UTF-8 bytes, or null when there is none. */
function greatest(names: readonly Values[], language: string): string | null {
  const texts = names.flatMap((name) => (name.language === language ? [name.denomination ?? ""] : []))
  return texts.sort((a, b) => Buffer.compare(Buffer.from(b), Buffer.from(a)))[0] ?? null
}

function preferred(names: readonly Values[]): { name: string; language: string } | null {
  for (const language of PREFERENCE) {
    const name = greatest(names, language)
    if (name !== null) return { name, language }
  }
  return null
}

/** An enterprise's derived names, from its current denominations. */
export function enterpriseNames(number: string, denominations: readonly Values[]): Values {
  const legal = denominations.filter((name) => name.type_of_denomination === "001")
  const best = preferred(legal)
  return {
    primary_name: best?.name ?? number,
    primary_name_language: best?.language ?? null,
    primary_name_nl: greatest(legal, "2"),
    primary_name_fr: greatest(legal, "1"),
    primary_name_de: greatest(legal, "3"),
  }
}

/** An establishment's derived name, from its current denominations; null where it has none. */
export function establishmentNames(denominations: readonly Values[]): Values {
  const best = preferred(denominations.filter((name) => name.type_of_denomination === "003"))
  return { commercial_name: best?.name ?? null, commercial_name_language: best?.language ?? null }
}
