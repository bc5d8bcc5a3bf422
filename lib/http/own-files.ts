import type { Actor } from "../contract/access.ts"

const EVERYTHING = "*"

/**
 * Whose stored files somebody may see and import, undefined for everyone's. A stored file belongs to no project and no
 * dataset, so a key for some of either only gets at what it has stored itself.
 */
export function uploaderFor({ name, projects, datasets }: Omit<Actor, "role">): string | undefined {
  const everyone = [projects, datasets ?? [EVERYTHING]].every((list) => list.includes(EVERYTHING))
  return everyone ? undefined : name
}
