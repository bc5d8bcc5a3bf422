import { relative } from "node:path"
import { BaseSequencer, type TestSpecification } from "vitest/node"

/** The files that take longest, longest first: begun last, one of them would keep one core waiting for the other. */
export const LONGEST = [
  "tests/kbo/years.long.test.ts",
  "tests/commands/fuzz.test.ts",
  "tests/vercel/apart.long.test.ts",
  "tests/kbo/crash.long.test.ts",
  "tests/web/import.test.ts",
  "tests/kbo/chain.long.test.ts",
  "tests/docs/commands.test.ts",
  "tests/web/trouble.long.test.ts",
  "tests/import/upload.test.ts",
  "tests/web/start.test.ts",
  "tests/conformance/contacts.test.ts",
  "tests/conformance/daily-update.test.ts",
  "tests/conformance/taxonomy.test.ts",
  "tests/commands/import.test.ts",
]

/** Begins with the files that take longest, on a machine that has never run them too. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = (file: TestSpecification) => {
      const at = LONGEST.indexOf(relative(this.ctx.config.root, file.moduleId))
      return at === -1 ? LONGEST.length : at
    }
    const sorted = await super.sort(files)
    return sorted.sort((one, other) => rank(one) - rank(other))
  }
}
