import { existsSync, readdirSync, readFileSync } from "node:fs"
import { fileURLToPath } from "node:url"
import { Fragment, type Slots } from "./fragments.ts"

export * from "./fragments.ts"

const SQL_FOLDER = new URL("../../sql/", import.meta.url)

const SLOT = /\/\* @(?!end)(\w+) \*\/(?:(?:(?!\/\* @)[\s\S])*\/\* @end \*\/|\s*[\w.]+)/g
const texts = new Map<string, string>()

/** Names every statement in the folders of sql/, without its ending: `batches/claim`. sql/schema.sql is none. */
export function statementNames(): string[] {
  const folder = fileURLToPath(SQL_FOLDER)
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".sql"))
    .map((name) => name.slice(0, -4).replaceAll("\\", "/"))
    .filter((name) => name.includes("/"))
    .sort()
}

/** Whether sql/NAME.sql exists. */
export function hasStatement(name: string): boolean {
  return existsSync(new URL(`${name}.sql`, SQL_FOLDER))
}

/**
 * The statement in sql/NAME.sql with its identifier slots filled. A slot is a comment in front of a
 * sample, so that the file is valid SQL as it stands: one name after it, or anything up to an end
 * comment. Strict both ways: a slot without a filling and a filling without a slot throw.
 */
export function statement(name: string, slots: Slots = {}): string {
  const unused = new Set(Object.keys(slots))
  const sql = textOf(name).replace(SLOT, (_whole, slot: string) => {
    const filling = slots[slot]
    if (!filling) throw new Error(`sql/${name}.sql: nothing fills the slot @${slot}`)
    unused.delete(slot)
    return filling.sql
  })
  if (unused.size > 0) throw new Error(`sql/${name}.sql has no slot @${[...unused].join(", @")}`)
  if (sql.includes("/* @")) throw new Error(`sql/${name}.sql: a slot is malformed`)
  return sql
}

/** The slots a statement file has. */
export function slotsIn(name: string): string[] {
  return [...new Set([...textOf(name).matchAll(SLOT)].map((match) => match[1] ?? ""))]
}

/** Of these fillings those a statement has a slot for, and for its other slots what `otherwise` says. */
export function slotsFor(name: string, fillings: Slots, otherwise?: (slot: string) => Fragment): Slots {
  const slots = slotsIn(name).map((slot) => [slot, fillings[slot] ?? otherwise?.(slot)] as const)
  return Object.fromEntries(slots.flatMap(([slot, filling]) => (filling ? [[slot, filling]] : [])))
}

/** One statement file as an expression to put into another one's slot. */
export function expression(name: string, slots: Slots = {}): Fragment {
  return new Fragment(statement(name, slots).trim())
}

function textOf(name: string): string {
  let text = texts.get(name)
  if (text === undefined) {
    text = readFileSync(new URL(`${name}.sql`, SQL_FOLDER), "utf8")
      .replace(/^--.*\n/gm, "")
      .trim()
    texts.set(name, text)
  }
  return text
}
