import type { Actor } from "../contract/access.ts"

const EVERY_PROJECT = "*"

/**
 * Whose stored files somebody may see and import, undefined for everyone's. A stored file belongs to no project, so a
 * key for some projects only gets at what it has stored itself.
 */
export function uploaderFor({ name, projects }: Pick<Actor, "name" | "projects">): string | undefined {
  return projects.includes(EVERY_PROJECT) ? undefined : name
}
