const COUNTED = new Map<string, number>()
const MOST_KEPT = 1_000

/** What a semicolon means nothing in, or a semicolon. */
const PARTS = /'(?:[^']|'')*'|"(?:[^"]|"")*"|--[^\n]*|\/\*[\s\S]*?\*\/|\$\$[\s\S]*?\$\$|;/g

/** How many statements a script has. What is sent is sent again and again, so each text is looked at once. */
export function countStatements(sql: string): number {
  const known = COUNTED.get(sql)
  if (known !== undefined) return known
  const bare = sql.replace(PARTS, (part) => (part === ";" ? part : /^['"$]/.test(part) ? "x" : " "))
  const count = bare.split(";").filter((one) => one.trim() !== "").length
  if (COUNTED.size >= MOST_KEPT) COUNTED.clear()
  COUNTED.set(sql, count)
  return count
}
