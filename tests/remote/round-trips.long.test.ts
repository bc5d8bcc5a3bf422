import { beforeAll, describe, expect, test } from "vitest"
import type { ImportOptionsInput, ProcessedBatch } from "../../lib/contract/index.ts"
import { contacts } from "../../lib/datasets/contacts.ts"
import type { Dataset } from "../../lib/datasets/declaration.ts"
import { documents } from "../../lib/datasets/documents.ts"
import { findTable } from "../../lib/datasets/questions.ts"
import type { Connection, Database } from "../../lib/db/connection.ts"
import type { FailPoint } from "../../lib/fail-points.ts"
import { controlJob } from "../../lib/import/control.ts"
import { jobStatus } from "../../lib/import/status.ts"
import { type Meter, metered } from "../../lib/meter.ts"
import { type MadeExtract, makeExtracts } from "../../scripts/sample/archive.ts"
import { actor, dataset, finalize, prepare, step } from "../support/drive.ts"
import { doBatch, finish, prepareFiles, type SentFile, textFile } from "../support/imports.ts"
import { type Lab, openLab } from "../support/lab.ts"

const MOST_PER_BATCH = 2
/** Of many batches at once. */
const MOST_PER_STRIDE = 3
const MOST_STATEMENTS = 12
const MOST_PER_STATUS = 2
const MOST_PER_FINALIZE = 10
const MOST_PER_CHUNK = 4
/** Of a whole prepare, whatever is staged: it is admitted, looked at for repeats and warnings, planned and made ready. */
const MOST_BESIDE_CHUNKS = 26

/** What was measured of the calls of one kind of batch. */
interface Measured {
  calls: number
  /** The most that one call took. */
  trips: number
  statements: number
  milliseconds: number
}

type Table = Map<string, Measured>

function measure(table: Table, kind: string, { trips, statements }: Meter, milliseconds = 0): void {
  const old = table.get(kind) ?? { calls: 0, trips: 0, statements: 0, milliseconds: 0 }
  table.set(kind, {
    calls: old.calls + 1,
    trips: Math.max(old.trips, trips),
    statements: Math.max(old.statements, statements),
    milliseconds: old.milliseconds + milliseconds,
  })
}

/** `insert/append`, and whether some rows of the batch are to be left out. */
async function kindOf(lab: Lab, job_id: string, batch: ProcessedBatch): Promise<string> {
  const { operation, batch_number } = batch
  const name = findTable(dataset, batch.table_name)?.name
  const [row] = await lab.read(
    `select mode, careful from import_job_batches where job_id = '${job_id}' and table_name = '${name}'
     and operation = '${operation}' and batch_number = ${batch_number}`,
  )
  return `${operation}/${row?.mode}${row?.careful ? " careful" : ""}`
}

async function measureStatus(lab: Lab, job_id: string, table: Table): Promise<void> {
  const begun = performance.now()
  const looked = await metered(() => jobStatus({ dataset, job_id, actor }, lab.effects))
  measure(table, `status of a ${looked.value.status} import`, looked, performance.now() - begun)
}

/** Imports an extract, measuring every call; the one that starts the job takes more, so it is started before. */
async function measureImport(lab: Lab, extract: MadeExtract, options: ImportOptionsInput, table: Table) {
  const prepared = await metered(() => prepare(lab, extract, options))
  const chunks = lab.events.splice(0).filter(({ type }) => type === "chunk.staged").length
  measure(table, "prepare beside its chunks", {
    trips: prepared.trips - MOST_PER_CHUNK * chunks,
    statements: prepared.statements - MOST_PER_CHUNK * chunks,
  })
  measure(table, `prepare of ${extract.type === "full" ? "a Full" : "an update"}`, prepared)
  const { job_id } = prepared.value.answer
  await measureStatus(lab, job_id, table)
  for (const action of ["pause", "resume"] as const) {
    await controlJob({ dataset, job_id, action, actor }, lab.effects)
  }
  for (let call = 0; ; call += 1) {
    const begun = performance.now()
    const stepped = await metered(() => step(lab, job_id))
    const { value } = stepped
    const spent = performance.now() - begun
    expect(value.error, JSON.stringify(value)).toBeUndefined()
    if (value.batch) measure(table, await kindOf(lab, job_id, value.batch), stepped, spent)
    if (call === 1) await measureStatus(lab, job_id, table)
    if (value.next_batch === null) break
  }
  const idle = await metered(() => step(lab, job_id))
  measure(table, "nothing left to do", idle)
  const finalized = await metered(() => finalize(lab, job_id))
  measure(table, options.dry_run ? "finalize of a dry run" : "finalize", finalized)
  await measureStatus(lab, job_id, table)
}

/** A Full onto nothing, an update and a Full onto what is there, each applied, and without traps compared first. */
async function measureChain(traps: boolean, table: Table): Promise<void> {
  const steps = [{ type: "full" }, { type: "update" }, { type: "full" }] as const
  const extracts = await makeExtracts({ seed: 5, rows: 500, changes: 160, traps, steps: [...steps] })
  const lab = await openLab()
  try {
    for (const [position, extract] of extracts.entries()) {
      if (position > 0 && !traps) await measureImport(lab, extract, { dry_run: true }, table)
      await measureImport(lab, extract, {}, table)
    }
  } finally {
    lab.close()
  }
}

function show(table: Table): void {
  const lines = [...table].map(([kind, { calls, trips, statements, milliseconds }]) => {
    const average = (milliseconds / calls).toFixed(0).padStart(5)
    return `${kind.padEnd(40)} ${String(calls).padStart(4)} calls ${String(trips).padStart(3)} trips ${String(statements).padStart(3)} statements ${average} ms`
  })
  console.info(`What calls take of a database:\n${lines.join("\n")}`)
}

/** A chunk is a transaction of its own. */
const BEGINNING = /^begin transaction/

/** Imports a file of another dataset, measuring every call. */
async function measureFile(
  lab: Lab,
  of: Dataset,
  sent: SentFile | readonly SentFile[],
  table: Table,
  options: ImportOptionsInput = {},
): Promise<void> {
  const chunks = chunkTrips(lab.effects.db)
  const prepared = await metered(() =>
    prepareFiles({ ...lab, effects: { ...lab.effects, db: chunks.db } }, of, sent, options),
  )
  for (const trips of chunks.counted) {
    measure(table, `chunk of ${of.name}`, { trips, statements: 0 })
  }
  measure(table, `prepare of ${of.name} beside its chunks`, {
    trips: prepared.trips - chunks.counted.reduce((sum, trips) => sum + trips, 0),
    statements: prepared.statements,
  })
  const { job_id } = prepared.value.answer
  const status = async () => {
    const looked = await metered(() => jobStatus({ dataset: of, job_id, actor }, lab.effects))
    measure(table, `status of ${of.name}`, looked)
  }
  await status()
  // The call that starts the job takes more, so it is started before.
  for (const action of ["pause", "resume"] as const) {
    await controlJob({ dataset: of, job_id, action, actor }, lab.effects)
  }
  for (;;) {
    const stepped = await metered(() => doBatch(lab, of, job_id))
    expect(stepped.value.error, JSON.stringify(stepped.value)).toBeUndefined()
    measure(table, `stride of ${of.name}`, stepped)
    if (stepped.value.next_batch === null) break
  }
  await status()
  measure(table, `finalize of ${of.name}`, await metered(() => finish(lab, of, job_id)))
  await status()
}

/** The database, counting the trips of each transaction on a connection that stages. */
function chunkTrips(db: Database): { db: Database; counted: number[] } {
  const counted: number[] = []
  const counting = (connection: Connection): Connection => {
    let chunk = -1
    return {
      ...connection,
      run(sql, values) {
        if (BEGINNING.test(sql)) chunk = counted.push(0) - 1
        counted[chunk] = (counted[chunk] ?? 0) + 1
        return connection.run(sql, values)
      },
    }
  }
  return { db: { ...db, connect: async () => counting(await db.connect()) }, counted }
}

const KINDS = [
  "delete/keys",
  "delete/vanished",
  "insert/append",
  "insert/replace",
  "insert/reconcile",
  "insert/upsert",
  "resolve_names/fresh",
  "resolve_names/journalled",
]
const CAREFUL = ["delete/keys", "insert/append", "insert/replace", "insert/reconcile"]
const DRY = ["delete/dry_keys", "delete/dry_vanished", "insert/dry_replace", "insert/dry_reconcile"]

describe("on a database that is a round trip away", () => {
  const table: Table = new Map()

  beforeAll(async () => {
    for (const traps of [false, true]) await measureChain(traps, table)
    show(table)
  }, 120_000)

  test("every kind of batch was measured", () => {
    const expected = [...KINDS, ...CAREFUL.map((kind) => `${kind} careful`), ...DRY]
    expect(expected.filter((kind) => !table.has(kind))).toEqual([])
  })

  test(`a batch takes at most ${MOST_PER_BATCH} round trips, claim and commit included`, () => {
    const batches = [...table].filter(([kind]) => kind.includes("/"))
    const over = batches.filter(([, { trips }]) => trips > MOST_PER_BATCH)
    expect(over.map(([kind, { trips }]) => `${kind}: ${trips}`)).toEqual([])
  })

  test(`and at most ${MOST_STATEMENTS} statements`, () => {
    const batches = [...table].filter(([kind]) => kind.includes("/"))
    const over = batches.filter(([, { statements }]) => statements > MOST_STATEMENTS)
    expect(over.map(([kind, { statements }]) => `${kind}: ${statements}`)).toEqual([])
  })

  test(`a finalize takes at most ${MOST_PER_FINALIZE} round trips`, () => {
    for (const kind of ["finalize", "finalize of a dry run"])
      expect(table.get(kind)?.trips, kind).toBeLessThanOrEqual(MOST_PER_FINALIZE)
  })

  test(`a prepare takes at most ${MOST_PER_CHUNK} for a chunk, and ${MOST_BESIDE_CHUNKS} beside`, () => {
    expect(table.get("prepare beside its chunks")?.trips).toBeLessThanOrEqual(MOST_BESIDE_CHUNKS)
  })

  test("rows that are looked for by their key, with bad and repeated ones, and documents take no more", async () => {
    const lab = await openLab()
    const others: Table = new Map()
    const people = (from: number) =>
      Array.from({ length: 400 }, (_, i) => `p${(from + i) % 500}@example.org,Ann,${i % 9 === 0 ? "12" : ""}`)
    for (const from of [0, 300]) {
      const file = textFile(`people-${from}.csv`, ["email,first_name,phone", ...people(from)].join("\n"))
      await measureFile(lab, contacts, file, others, { dry_run: true })
      await measureFile(lab, contacts, file, others)
    }
    const notes = [1, 2, 3].map((n) => textFile(`note-${n}.txt`, `A note, number ${n}.`))
    await measureFile(lab, documents, [...notes, textFile("broken.pdf", "no PDF")], others)
    lab.close()
    show(others)
    const most = (kind: string, trips: number, statements = Number.POSITIVE_INFINITY) => {
      for (const name of ["contacts", "documents"]) {
        const taken = others.get(kind.replace("*", name))
        expect(taken?.trips, `${kind} ${name}`).toBeLessThanOrEqual(trips)
        expect(taken?.statements, `${kind} ${name}`).toBeLessThanOrEqual(statements)
      }
    }
    most("chunk of *", MOST_PER_CHUNK)
    most("prepare of * beside its chunks", MOST_BESIDE_CHUNKS)
    most("stride of *", MOST_PER_STRIDE, MOST_STATEMENTS)
    most("status of *", MOST_PER_STATUS)
    most("finalize of *", MOST_PER_FINALIZE)
  })

  test("a call that finds nothing to do takes no more", () => {
    expect(table.get("nothing left to do")?.trips).toBeLessThanOrEqual(MOST_PER_BATCH)
  })

  test("a status of an import that is still being prepared takes no more", async () => {
    const lab = await openLab()
    const failAt = (point: FailPoint) => {
      if (point === "after_staging") throw new Error("cut off")
    }
    const [full] = await makeExtracts({ seed: 5, rows: 300, traps: true })
    const cutOff = { ...lab, effects: { ...lab.effects, failAt } }
    await expect(prepare(cutOff, full as MadeExtract)).rejects.toThrow("cut off")
    const [job] = await lab.read(
      "select job_id, (select count(*) from import_row_errors) as errors from import_jobs",
    )
    const job_id = String(job?.job_id)
    const { value, trips } = await metered(() => jobStatus({ dataset, job_id, actor }, lab.effects))
    lab.close()
    expect(value).toMatchObject({ status: "preparing", row_errors: job?.errors })
    expect(value.staging?.rows_staged).toBeGreaterThan(0)
    expect(trips).toBeLessThanOrEqual(MOST_PER_STATUS)
  })

  test(`a status takes at most ${MOST_PER_STATUS} round trips`, () => {
    const statuses = [...table].filter(([kind]) => kind.startsWith("status"))
    expect(statuses.length).toBeGreaterThan(2)
    const over = statuses.filter(([, { trips }]) => trips > MOST_PER_STATUS)
    expect(over.map(([kind, { trips }]) => `${kind}: ${trips}`)).toEqual([])
  })
})
