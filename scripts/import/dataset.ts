import { extname } from "node:path"
import { type DatasetDeclaration, endpoints } from "../../lib/contract/index.ts"
import { problem } from "../../lib/errors.ts"
import type { Api } from "../command/api.ts"
import { findById } from "../command/job.ts"
import { UsageError } from "../command/run.ts"
import type { Given, Source } from "./source.ts"

/** What files are taken for when nobody says. */
const DEFAULT = "daily-update"
/** Documents take these too, but only as metadata of others. */
const TABULAR = [".csv", ".json"]

/** What the files of a command are. */
export interface Chosen {
  dataset: DatasetDeclaration
  /** Whether somebody said so. */
  named: boolean
  all: readonly DatasetDeclaration[]
}

/**
 * Asks before megabytes are sent: whether the server is one, knows the key and has the dataset. Throws Problem 404
 * `unknown_dataset`, and UsageError when no dataset is named and these files cannot be of the usual one.
 */
export async function chooseDataset(
  api: Api,
  name: string | undefined,
  sources: readonly Given[],
): Promise<Chosen> {
  const { datasets: all } = await api.call(endpoints.datasets)
  const dataset = all.find((candidate) => candidate.dataset === (name ?? DEFAULT))
  if (!dataset) {
    const known = all.map((candidate) => candidate.dataset).join(", ")
    const detail = `There is no dataset ${JSON.stringify(name ?? DEFAULT)}. Known are: ${known}.`
    throw problem(404, "unknown_dataset", detail)
  }
  const chosen = { dataset, named: name !== undefined, all }
  if (!chosen.named) assertFits(chosen, sources)
  return chosen
}

/** An ending nobody knows rules nothing out: what is in the file decides. */
function assertFits({ dataset, all }: Chosen, sources: readonly Given[]): void {
  const known = new Set(all.flatMap(({ accepts }) => accepts))
  const strange = sources.filter((source) => {
    const ending = endingOf(source)
    return known.has(ending) && !dataset.accepts.includes(ending)
  })
  const [first] = strange
  if (!first) return
  const others = othersFor(dataset, all, strange.map(endingOf))
  const sentence = `${first.given} cannot be of ${dataset.dataset}, which takes ${dataset.accepts.join(", ")}.`
  throw new UsageError(`${sentence} Say what it is: ${others}.`)
}

/** Other datasets that take files like this one, as options; empty when there are none. */
export function alternativesTo({ dataset, all }: Chosen, source: Source): string {
  return othersFor(dataset, all, [endingOf(source)])
}

function othersFor(
  dataset: DatasetDeclaration,
  all: readonly DatasetDeclaration[],
  endings: readonly string[],
): string {
  const onlyTables = endings.every((ending) => TABULAR.includes(ending))
  const others = all.filter((other) => other !== dataset && (other.mappable || !onlyTables))
  const fitting = others.filter(({ accepts }) => endings.every((ending) => accepts.includes(ending)))
  return fitting.map((other) => `--dataset ${other.dataset}`).join(", ")
}

function endingOf(source: Given): string {
  if (source.kind === "job" || source.kind === "folder") return ""
  const name = source.kind === "url" ? pathOf(source.url) : (source.files[0]?.name ?? "")
  return extname(name).toLowerCase()
}

const pathOf = (url: string) => (URL.canParse(url) ? new URL(url).pathname : "")

/**
 * The dataset of a source: an import that is gone on with knows its own. Throws Problem 404 `job_not_found`, and 409
 * `other_dataset` when another one was named.
 */
export async function datasetOf(api: Api, { dataset, named }: Chosen, source: Source): Promise<string> {
  if (source.kind !== "job") return dataset.dataset
  const job = await findById(api, source.job_id)
  if (!named || job.dataset === dataset.dataset) return job.dataset
  const detail = `${job.title} (import ${job.job_id}) is of the dataset ${job.dataset}, not ${dataset.dataset}. Leave out --dataset: the import knows its own.`
  throw problem(409, "other_dataset", detail, { job_id: job.job_id })
}
