import { rmSync } from "node:fs"
import { afterAll, afterEach, beforeAll, beforeEach } from "vitest"
import { type Environment, environmentOf, whicheverIsOpen } from "./current.ts"
import { type Lab, newFolder, openLab } from "./lab.ts"

/** A new folder for the tests of a file, or of the group in which this is called; it is gone after them. */
export function sharedFolder(): string {
  const folder = newFolder()
  afterAll(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** A lab of the tests around it, whichever is open. */
export interface OwnLab extends Lab {
  /** Closes it and opens another, with these environment variables. */
  anew(environment?: Record<string, string>): Promise<void>
}

/** A lab for each test of a file, or of the group in which this is called. */
export function ownLab(environment: Environment = {}): OwnLab {
  const { lab, open } = currentLab(environment)
  beforeEach(open)
  afterEach(() => lab.close())
  return lab
}

/** One lab for all of them. */
export function sharedLab(environment: Environment = {}): OwnLab {
  const { lab, open } = currentLab(environment)
  beforeAll(open)
  afterAll(() => lab.close())
  return lab
}

function currentLab(environment: Environment): { lab: OwnLab; open(): Promise<void> } {
  let current: OwnLab
  const open = async (of = environment) => {
    const opened = await openLab(environmentOf(of))
    current = { ...opened, anew }
  }
  const anew = (of = {}) => {
    current.close()
    return open(of)
  }
  return { lab: whicheverIsOpen(() => current), open: () => open() }
}
