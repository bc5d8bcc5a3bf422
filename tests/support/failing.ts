/** Makes inserts into a table fail with an error that may pass, until `mended` has run. */
export const passing = (table: string) => failing(table, "random() < 2", "the connection timed out")

/** Makes inserts into a table fail whenever the condition holds of one of their rows. */
export const failing = (table: string, when: string, message: string) =>
  `alter table ${table} add column _broken integer;
   alter table ${table} alter column _broken set default (case when ${when} then error('${message}')::integer end)`

export const mended = (table: string) => `alter table ${table} drop column _broken`
