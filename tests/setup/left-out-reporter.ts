import type { Reporter, TestCase, TestModule, Vitest } from "vitest/node"

/** Names at the end of a run what was not run, and what only passed when it was tried again. */
export default class LeftOutReporter implements Reporter {
  #vitest: Vitest | undefined

  onInit(vitest: Vitest): void {
    this.#vitest = vitest
  }

  onTestRunEnd(modules: readonly TestModule[]): void {
    // Who asks for tests by name wants the others left out.
    if (this.#vitest?.config.testNamePattern) return
    const tests = modules.flatMap((module) => [...module.children.allTests()])
    this.#tell(
      "Not run",
      tests.filter((test) => ["skipped", "pending"].includes(test.result().state)),
    )
    this.#tell(
      "Passed only when tried again",
      tests.filter((test) => test.diagnostic()?.flaky),
    )
  }

  #tell(what: string, tests: readonly TestCase[]): void {
    if (tests.length === 0) return
    const lines = tests.map((test) => `  ${test.module.relativeModuleId} > ${test.fullName}`)
    this.#vitest?.logger.log(`${what}:\n${lines.join("\n")}\n`)
  }
}
