import { createInterface } from "node:readline/promises"
import { problem } from "../../lib/errors.ts"

/**
 * Asks a person for leave, on stderr; anything but y or yes is no. Without a terminal nobody can answer: Problem
 * 409 `not_confirmed`, naming --yes.
 */
export async function confirmed(question: string): Promise<boolean> {
  if (!process.stdin.isTTY) {
    throw problem(
      409,
      "not_confirmed",
      "Nobody can be asked here, so nothing was done. Give --yes to go ahead.",
    )
  }
  const asking = createInterface({ input: process.stdin, output: process.stderr })
  try {
    const answer = await new Promise<string>((resolve) => {
      // Ctrl-C and Ctrl-D close it without an answer.
      asking.once("close", () => resolve(""))
      asking.question(`${question} [y/N] `).then(resolve, () => resolve(""))
    })
    return /^y(es)?$/i.test(answer.trim())
  } finally {
    asking.close()
  }
}
