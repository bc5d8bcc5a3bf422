import { join, resolve } from "node:path"

/** Where what tests/support/NAME.ts was built to stands: a program to run as a process of its own. */
export function builtChild(name: string): string {
  return join(resolve(import.meta.dirname, "../.."), "build/tests", `${name}.js`)
}
