import { cpSync } from "node:fs"
import { join } from "node:path"
import { beforeAll, onTestFinished } from "vitest"
import type { ImportOptionsInput, Reconciliation } from "../../lib/contract/index.ts"
import type { Dataset } from "../../lib/datasets/declaration.ts"
import { jobReport } from "../../lib/import/report.ts"
import { meaningOf } from "../../scripts/chaos/meaning.ts"
import { movableClock } from "../support/clock.ts"
import { actor, carryOn, importFiles, prepareFiles } from "../support/imports.ts"
import { type Lab, openLabIn } from "../support/lab.ts"
import { sharedFolder } from "../support/own-lab.ts"
import { checksums } from "../support/tables.ts"
import type { Material } from "./material.ts"

/** Where an import has led to. */
export interface End {
  /** The rows of every target, by what they mean. */
  rows: Record<string, string[]>
  reconciliation: Reconciliation[]
  errors_by_code: Record<string, number>
}

/** What the tests of one dataset stand on; its facts are there once they run. */
export interface Ground {
  dataset: Dataset
  material: Material
  /** A folder of its own with a database in which the first source is imported. */
  copy(): string
  /** Opens such a database; `more` are further environment variables. It is closed with the test. */
  open(more?: Record<string, string>): Promise<Lab>
  /** Opens a database in which nothing is imported. It is closed with the test. */
  openEmpty(more?: Record<string, string>): Promise<Lab>
  /** Checksums of the targets when nothing is imported, and when the first source is. */
  nothing: Record<string, string>
  before: Record<string, string>
  /** Where the second source leads to when nothing goes wrong. */
  fault_free: End & { total_batches: number }
}

/** Imports the first source once for all tests, and the second one to see what it comes to. */
export function layGround(dataset: Dataset, material: Material): Ground {
  const base = sharedFolder()
  let folders = 0
  const copyOf = (template: string) => {
    folders += 1
    const folder = join(base, `copy-${folders}`)
    cpSync(join(base, template), folder, { recursive: true })
    return folder
  }
  const ground: Ground = {
    dataset,
    material,
    copy: () => copyOf("first"),
    open: (more) => openUntilTheEnd(copyOf("first"), more),
    openEmpty: (more) => openUntilTheEnd(copyOf("empty"), more),
    nothing: {},
    before: {},
    fault_free: { rows: {}, reconciliation: [], errors_by_code: {}, total_batches: 0 },
  }
  beforeAll(async () => {
    const empty = await openLabIn(join(base, "empty"))
    ground.nothing = await checksums(empty, dataset)
    empty.close()
    cpSync(join(base, "empty"), join(base, "first"), { recursive: true })
    const lab = await openLabIn(join(base, "first"))
    await importFiles(lab, dataset, material.first.files, material.options)
    ground.before = await checksums(lab, dataset)
    lab.close()
    const other = await openHoursLater(copyOf("first"))
    ground.fault_free = await importSecond(ground, other)
    other.close()
  })
  return ground
}

/** The environment in which one call applies one batch, so that a test can tell which. */
export const ONE_BATCH_A_CALL = { SLUICE_STRIDE_SECONDS: "0" }

/** Opens the lab of a folder as many hours after its first import began. */
export function openHoursLater(folder: string, hours = 1, more: Record<string, string> = {}): Promise<Lab> {
  const clock = movableClock()
  clock.advance(hours * 3600)
  return openLabIn(folder, more, clock)
}

async function openUntilTheEnd(folder: string, more: Record<string, string> = {}): Promise<Lab> {
  const lab = await openHoursLater(folder, 1, more)
  onTestFinished(() => lab.close())
  return lab
}

/** Prepares an import of the second source. */
export function prepareSecond({ dataset, material }: Ground, lab: Lab, options: ImportOptionsInput = {}) {
  return prepareFiles(lab, dataset, material.second.files, { ...material.options, ...options })
}

async function importSecond(ground: Ground, lab: Lab): Promise<Ground["fault_free"]> {
  const { answer } = await prepareSecond(ground, lab)
  await carryOn(lab, ground.dataset, answer.job_id)
  return { ...(await endOf(ground, lab, answer.job_id)), total_batches: answer.total_batches }
}

/** What an import has come to. */
export async function endOf({ dataset }: Ground, lab: Lab, job_id: string): Promise<End> {
  const { reconciliation, errors_by_code } = await jobReport({ job_id, actor }, lab.effects)
  return { rows: await meaningOf(lab, dataset), reconciliation, errors_by_code }
}

/** The same of the import without a fault. */
export function faultFree({ fault_free }: Ground): End {
  const { total_batches: _total, ...end } = fault_free
  return end
}
