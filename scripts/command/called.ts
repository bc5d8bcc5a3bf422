import { existsSync } from "node:fs"

/** Where the sources are, commands are scripts of npm; installed as a package they are those of its one program. */
const IS_REPOSITORY = existsSync(new URL("../run.mjs", import.meta.url))

/** A text that names commands, by the name they have here. */
export function asCalled(text: string): string {
  return IS_REPOSITORY
    ? text
    : text.replaceAll(/npm run (?:-s )?([a-z][a-z-]*)(?: --(?= ))?/g, "npx sluice $1")
}
