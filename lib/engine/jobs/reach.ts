import type { Caller, ImportOptions, Reach } from "../../contract/index.ts"
import type { Dataset } from "../../datasets/declaration.ts"
import { problem } from "../../errors.ts"

/** Where rows belong when nobody named a project. */
const DEFAULT_PROJECT = "default"
const EVERYTHING = "*"

/** What an import belongs to. */
interface Belonging {
  dataset: string
  project_id: string | null
}

/** Whether somebody may see and do what belongs to an import: a key for some projects gets at theirs only. */
export function mayEnter(actor: Reach, { dataset, project_id }: Belonging): boolean {
  const [datasets, projects] = [datasetsOf(actor), projectsOf(actor)]
  if (datasets && !datasets.includes(dataset)) return false
  return projects === null || (project_id !== null && projects.includes(project_id))
}

/** The projects somebody may enter, null for all; an empty list is none. */
export function projectsOf({ projects }: Reach): readonly string[] | null {
  return projects.includes(EVERYTHING) ? null : projects
}

/** The datasets somebody may get at, null for all; an empty list is none. */
export function datasetsOf({ datasets }: Reach): readonly string[] | null {
  return !datasets || datasets.includes(EVERYTHING) ? null : datasets
}

/** Whether everything there is is within somebody's reach. */
export function reachesAll(actor: Reach): boolean {
  return projectsOf(actor) === null && datasetsOf(actor) === null
}

/** That everything there is is within somebody's reach. Throws Problem 403 `project_forbidden`. */
export function assertReachesAll(actor: Caller): void {
  if (reachesAll(actor)) return
  const detail = `The key "${actor.name}" is not for everything there is, and this is about all of it.`
  throw problem(403, "project_forbidden", detail)
}

/** Whether somebody may get at rows of a dataset, in whichever project. */
export function isInReach(actor: Reach, { name, scoped }: Pick<Dataset, "name" | "scoped">): boolean {
  const projects = projectsOf(actor)
  const entered = projects === null || (scoped === true && projects.length > 0)
  return entered && (datasetsOf(actor)?.includes(name) ?? true)
}

/**
 * That somebody may get at rows of a dataset, in whichever project. Throws Problem 403 `dataset_forbidden`, and
 * `project_forbidden` where these belong to no project and the key is for some.
 */
export function assertReach(actor: Reach & { name?: string }, dataset: Dataset): void {
  if (isInReach(actor, dataset)) return
  const holder = actor.name === undefined ? "This key" : `The key "${actor.name}"`
  const datasets = datasetsOf(actor)
  if (datasets && !datasets.includes(dataset.name)) {
    throw problem(403, "dataset_forbidden", `${holder} has no access to the dataset ${dataset.name}.`)
  }
  const detail = `${holder} is for some projects only, and what ${dataset.name} has belongs to none.`
  throw problem(403, "project_forbidden", detail)
}

/**
 * The options with the project filled in that the rows of a scoped dataset will belong to: the one that is named,
 * else the only one the key is for, else `default`. Throws Problem 403 `project_forbidden`, `dataset_forbidden`.
 */
export function inProject(dataset: Dataset, options: ImportOptions, actor: Caller): ImportOptions {
  assertReach(actor, dataset)
  if (!dataset.scoped) return options
  const project_id = options.project_id ?? onlyProjectOf(actor) ?? DEFAULT_PROJECT
  if (mayEnter(actor, { dataset: dataset.name, project_id })) return { ...options, project_id }
  const named = options.project_id === undefined ? "Name one of its projects in options.project_id." : ""
  const detail = `The key "${actor.name}" has no access to the project "${project_id}". ${named}`.trim()
  throw problem(403, "project_forbidden", detail)
}

function onlyProjectOf({ projects: [first, ...more] }: Caller): string | undefined {
  return more.length === 0 && first !== EVERYTHING ? first : undefined
}
