import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { expect, test } from "vitest"
import { zipOf } from "../scripts/sample/zip.ts"
import { HEADERS } from "./reference/zip-of.ts"
import { driveToEnd, finalize, prepare, sent } from "./support/drive.ts"
import { type Lab, openLab } from "./support/lab.ts"
import { TARGETS } from "./support/tables.ts"

const GOLDEN = join(import.meta.dirname, "golden")

/** Each folder is a case: one folder an extract, in order, holding the files that are not empty. */
const cases = readdirSync(GOLDEN, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map((entry) => entry.name)

test.each(cases)("%s leads to what its expected.json says", async (name) => {
  const folder = join(GOLDEN, name)
  const expected = join(folder, "expected.json")
  const found = `${JSON.stringify(await outcomeOf(folder), null, 2)}\n`
  // Written when it is missing, to be read by a person and committed; never where nobody reads it.
  if (!existsSync(expected) && process.env.CI !== "true") writeFileSync(expected, found)
  expect(found).toBe(readFileSync(expected, "utf8"))
})

async function outcomeOf(folder: string) {
  const lab = await openLab()
  try {
    const extracts = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory())
    const imports = []
    for (const { name } of extracts) imports.push(await importFolder(lab, join(folder, name), name))
    return { imports, tables: await tablesOf(lab) }
  } finally {
    lab.close()
  }
}

async function importFolder(lab: Lab, folder: string, name: string) {
  const [, type = "", number = ""] = name.split("-")
  const { answer } = await prepare(lab, sent(await zipOf(filesOf(folder, type, Number(number)))))
  await driveToEnd(lab, answer.job_id)
  const { outcome, names_resolved } = await finalize(lab, answer.job_id)
  const row_errors = await lab.read(
    `select file, line, row_no, column_name, value, code from import_row_errors
     where job_id = '${answer.job_id}' order by all`,
  )
  const warnings = answer.warnings.map(({ code, count }) => ({ code, count }))
  return { extract: name, outcome, names_resolved, warnings, row_errors }
}

function filesOf(folder: string, type: string, number: number): Record<string, string> {
  const files: Record<string, string> = {
    "meta.csv": `Variable,Value\nSnapshotDate,01-10-2025\nExtractTimestamp,02-10-2025 04:00:00\nExtractType,${type}\nExtractNumber,${number}\nVersion,1.0.0\n`,
    "code.csv": "Category,Code,Language,Description\n",
  }
  for (const [table, header] of Object.entries(HEADERS)) {
    if (type === "full") files[`${table}.csv`] = `${header}\n`
    else {
      files[`${table}_delete.csv`] = `${header.split(",")[0]}\n`
      files[`${table}_insert.csv`] = `${header}\n`
    }
  }
  for (const name of readdirSync(folder)) files[name] = readFileSync(join(folder, name), "utf8")
  return files
}

async function tablesOf(lab: Lab) {
  const tables: Record<string, unknown[]> = {}
  for (const name of TARGETS) {
    const own = name === "code" ? "_job_id" : "_job_id, _closed_job_id, _entity_key, _snapshot_date"
    const rows = await lab.read(`select * exclude (${own}) from ${name} order by all`)
    if (rows.length > 0) tables[name] = rows
  }
  return tables
}
