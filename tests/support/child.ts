import { join } from "node:path"
import { ROOT } from "../../scripts/root.mjs"

/** Where what tests/support/NAME.ts was built to stands: a program to run as a process of its own. */
export function builtChild(name: string): string {
  return join(ROOT, "build/tests", `${name}.js`)
}
