import type { Caller, ImportOptions } from "../../contract/index.ts"
import type { Dataset } from "../../datasets/define.ts"
import { problem } from "../../errors.ts"

/** Where rows belong when nobody named a project. */
const DEFAULT_PROJECT = "default"
const EVERY_PROJECT = "*"

/** Whether somebody may see and do what belongs to a project; what belongs to none is for everyone. */
export function mayEnter(actor: Pick<Caller, "projects">, project_id: string | null): boolean {
  if (project_id === null) return true
  return actor.projects.includes(EVERY_PROJECT) || actor.projects.includes(project_id)
}

/** The projects somebody may enter, null for all. */
export function projectsOf(actor: Pick<Caller, "projects">): string[] | null {
  return actor.projects.includes(EVERY_PROJECT) ? null : actor.projects
}

/**
 * The options with the project filled in that the rows of a scoped dataset will belong to: the one that is named,
 * else the only one the key is for, else `default`. Throws Problem 403 `project_forbidden`.
 */
export function inProject(dataset: Dataset, options: ImportOptions, actor: Caller): ImportOptions {
  if (!dataset.scoped) return options
  const project_id = options.project_id ?? onlyProjectOf(actor) ?? DEFAULT_PROJECT
  if (mayEnter(actor, project_id)) return { ...options, project_id }
  const named = options.project_id === undefined ? "Name one of its projects in options.project_id." : ""
  const detail = `The key "${actor.name}" has no access to the project "${project_id}". ${named}`.trim()
  throw problem(403, "project_forbidden", detail)
}

function onlyProjectOf({ projects: [first, ...more] }: Caller): string | undefined {
  return more.length === 0 && first !== EVERY_PROJECT ? first : undefined
}
