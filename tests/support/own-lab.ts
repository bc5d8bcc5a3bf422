import { rmSync } from "node:fs"
import { afterAll, afterEach, beforeAll, beforeEach } from "vitest"
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
  anew(more?: Environment): Promise<void>
}

type Environment = Record<string, string>
/** Further environment variables, or what tells them once the hooks before have run. */
type More = Environment | (() => Environment)

/** A lab for each test of a file, or of the group in which this is called. */
export function ownLab(more: More = {}): OwnLab {
  const { lab, open } = currentLab(more)
  beforeEach(open)
  afterEach(() => lab.close())
  return lab
}

/** One lab for all of them. */
export function sharedLab(more: More = {}): OwnLab {
  const { lab, open } = currentLab(more)
  beforeAll(open)
  afterAll(() => lab.close())
  return lab
}

function currentLab(more: More): { lab: OwnLab; open(): Promise<void> } {
  let current: Lab
  const open = async () => {
    current = await openLab(typeof more === "function" ? more() : more)
  }
  const lab: OwnLab = {
    get effects() {
      return current.effects
    },
    get clock() {
      return current.clock
    },
    get events() {
      return current.events
    },
    read: (sql) => current.read(sql),
    run: (sql) => current.run(sql),
    close: () => current.close(),
    async anew(environment = {}) {
      current.close()
      current = await openLab(environment)
    },
  }
  return { lab, open }
}
