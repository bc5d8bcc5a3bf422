import type { Actor } from "../contract/access.ts"

const EVERY_PROJECT = "*"

/**
 * Whose stored files somebody may see and import, undefined for everyone's. A stored file belongs to no project, so a
 * key for some projects only gets at what it has stored itself.
 */
export function uploaderFor({ name, projects }: Pick<Actor, "name" | "projects">): string | undefined {
  return projects.includes(EVERY_PROJECT) ? undefined : name
}

interface Files {
  resolve(filename: string, uploader?: string): Promise<unknown>
}

/** Lets nobody at a file that others have stored. @throws Problem 404 `file_not_found`, as of one that is not there */
export async function assertMayUse(
  filename: string,
  actor: Pick<Actor, "name" | "projects">,
  store: Files,
): Promise<void> {
  const uploader = uploaderFor(actor)
  // Whatever else is wrong with the request is for the verb to say first.
  if (uploader !== undefined) await store.resolve(filename, uploader)
}
