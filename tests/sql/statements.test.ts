import { readFileSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { type DuckDBConnection, DuckDBInstance } from "@duckdb/node-api"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { dailyUpdate } from "../../lib/datasets/daily-update.ts"
import type { Dataset } from "../../lib/datasets/declaration.ts"
import { listDatasets } from "../../lib/datasets/index.ts"
import { settingsOf } from "../../lib/db/instance.ts"
import { Fragment, identifier, slotsIn, statement, statementNames } from "../../lib/db/statement.ts"
import { applyStatements } from "../../lib/engine/batches/apply.ts"
import { type PlanInput, planBatches } from "../../lib/engine/staging/plan.ts"
import { sharedLab } from "../support/own-lab.ts"

/** Pieces that other statements take into their slots; alone they are no statements. */
const PIECES =
  /^(kinds|derived|merge|pieces|apply\/(rows|read|of|conditions|counts))\/|^apply\/(counted|\w+\/row_key)$|^apply\/keyed\/(matched|found|dry_found|compared)|^staging\/(fault|category_by)$|^batches\/(taken$|run\/)|^lost\/(of_table|nothing)$|^forget\/(known_as|recorded_as)$|^search\/piece$|^rows\/(joined$|at$|chosen$|related_of$|iso_time$|named\/|of\/|place\/|csv\/)/
/** Run once, by the migrations, before there is a schema to prepare them against. */
const SCHEMA = /^(migrations|schema)\/|^schema$/

const sqlFile = (name: string) => readFileSync(new URL(`../../sql/${name}.sql`, import.meta.url), "utf8")
const whole = statementNames().filter((name) => !PIECES.test(name) && !SCHEMA.test(name))

const lab = sharedLab()
let duck: DuckDBConnection

beforeAll(async () => {
  const { location } = lab.effects.db
  duck = await (await DuckDBInstance.fromCache(location, settingsOf(location))).connect()
  const nothing = {
    job_id: null,
    dataset: null,
    lease_token: null,
    lease_until: null,
    now: null,
    actor: null,
    driver_id: null,
    driver_label: null,
    table_name: null,
    batch_number: null,
    operation: null,
    skip: 0,
    target_ms: 1,
    one_at_a_time: "[]",
    busy: "[]",
  }
  await duck.run(statement("batches/ask"), nothing)
  await duck.run(
    "set variable batch = {'job_id': uuid(), 'table_name': 'activity', 'operation': 'insert', 'batches': 1, " +
      "'taken': [{'position': 1::bigint, 'batch_number': 1, 'records': 1::bigint}], 'row_from': 1, 'row_to': 2, 'key_from': 1, 'key_to': 2, 'attempt': 1, 'lease_token': uuid(), " +
      "'started_at': now()::timestamp, 'extract_number': 1, 'snapshot_date': current_date, 'begun': now(), " +
      "'prepared_at': now()::timestamp, 'project_id': 'default'}",
  )
  await duck.run(statement("apply/embed/hold_vectors"), { vectors: "[]" })
  await duck.run("set variable counts = [{'position': 1::bigint, 'counts': map {'rows_read': 0::bigint}}]")
  await duck.run("set variable suspects = 0")
  await duck.run("set variable circle = ['']")
  await duck.run("set variable places = [{'id': uuid(), 'parent_id': uuid(), 'depth': 1}]")
})
afterAll(() => duck.closeSync())

describe("every statement file", () => {
  test.each(whole)("%s compiles against the schema as it stands", async (name) => {
    const text = sqlFile(name)
    // The database looks at a file while a statement that reads it is prepared.
    const csv = join(tmpdir(), "sluice-statement.csv")
    writeFileSync(csv, "")
    const prepared = await duck.prepare(text.replace("$path", `'${csv}'`).replace("$longest", "1000"))
    prepared.destroySync()
  })

  test.each(statementNames())("%s holds one statement", async (name) => {
    if (PIECES.test(name) || SCHEMA.test(name)) return
    const { count } = await duck.extractStatements(sqlFile(name))
    expect(count).toBe(1)
  })
})

describe("slots", () => {
  test("a filling the statement has no slot for is refused", () => {
    expect(() => statement("jobs/get", { target: identifier("x") })).toThrow(/no slot @target/)
  })

  test("a slot nothing fills is refused", () => {
    expect(() => statement("staging/clear")).toThrow(/nothing fills the slot @staging/)
  })

  test("a name with a quote in it stays one name", () => {
    const sql = statement("staging/clear", { staging: identifier('a"; drop table b; --') })
    expect(sql).toContain('"a""; drop table b; --"')
  })

  test("what is in a slot goes as a whole, and the rest of the file stays", () => {
    expect(slotsIn("staging/find_repeated").sort()).toEqual(["identity", "staging"])
    const sql = statement("staging/find_repeated", {
      staging: identifier("s"),
      identity: new Fragment('"a", "b"'),
    })
    expect(sql).not.toContain("/* @")
    expect(sql).toContain('partition by "a", "b"')
  })
})

describe("the statements of a batch", () => {
  const extracts = [true, false].flatMap((full) =>
    [true, false].flatMap((filled) =>
      [true, false].map((dryRun) => planOf(dailyUpdate, { full, filled, dryRun })),
    ),
  )
  const records = listDatasets()
    .filter((dataset) => !dataset.sequential)
    .flatMap((dataset) =>
      ["skip", ...dataset.duplicates].flatMap((rule) =>
        [true, false].map((dryRun) => planOf(dataset, { dryRun, rule, full: false, filled: true })),
      ),
    )
  const kinds = new Map(
    [...extracts, ...records].flat().map((b) => [`${b.table_name} ${b.operation} ${b.mode}`, b] as const),
  )

  test.each([...kinds.keys()])("for %s compile", async (kind) => {
    const batch = kinds.get(kind)
    if (!batch) throw new Error(kind)
    for (const careful of [true, false]) {
      for (const alone of [true, false]) {
        for (const sql of applyStatements({ ...batch, careful, alone })) {
          const prepared = await duck.prepare(sql)
          prepared.destroySync()
        }
      }
    }
  })
})

function planOf(
  dataset: Dataset,
  { rule = "skip", ...how }: { full: boolean; filled: boolean; dryRun: boolean; rule?: string },
) {
  const parts: PlanInput["parts"] = dataset.tables.flatMap((table) =>
    (["delete", "insert"] as const)
      .filter((operation) => operation === "insert" || (!how.full && table.deleteKey))
      .map((operation) => ({ table, operation, rows: 10, staged: 10, careful: false, used: null })),
  )
  const empty = new Set(how.filled ? [] : dataset.tables.map((table) => table.name))
  const facts = { keyCuts: {}, rule, stepRows: {} }
  return planBatches({ dataset, parts, empty, ...facts, ...how }).map((batch) => ({ ...batch, dataset }))
}
