/** The rule for a row that is there already. */
export type Rule = "skip" | "update" | "merge"

/** A contact as the file or the database has it; null where there is nothing. */
export interface Contact {
  email: string | null
  phone: string | null
  first_name: string | null
  city: string | null
  tags: string[] | null
  notes: string | null
}

/**
 * What importing contacts means, written as plainly as it can be: one row after the other, each looking for the
 * contact it is, the oldest first. `there` is changed; answers the contacts that were added.
 */
export function applyOneByOne(there: Contact[], rows: readonly Contact[], rule: Rule): Contact[] {
  for (const row of rows) {
    const known = row.email
      ? there.find((contact) => contact.email === row.email)
      : there.find((contact) => contact.phone === row.phone)
    if (!known) there.push({ ...row })
    else if (rule === "update") overwrite(known, row)
    else if (rule === "merge") fill(known, row)
  }
  return there
}

function overwrite(known: Contact, row: Contact): void {
  if (row.phone !== null) known.phone = row.phone
  if (row.first_name !== null) known.first_name = row.first_name
  if (row.city !== null) known.city = row.city
  if (row.tags !== null) known.tags = row.tags
  if (row.notes !== null) known.notes = row.notes
}

function fill(known: Contact, row: Contact): void {
  known.phone ??= row.phone
  known.first_name ??= row.first_name
  known.city ??= row.city
  if (row.tags) known.tags = [...(known.tags ?? []), ...row.tags.filter((tag) => !known.tags?.includes(tag))]
  if (row.notes && !known.notes) known.notes = row.notes
  else if (row.notes && !`\n${known.notes}\n`.includes(`\n${row.notes}\n`)) known.notes += `\n${row.notes}`
}
