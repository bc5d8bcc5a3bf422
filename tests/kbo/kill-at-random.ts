import { Random } from "../../scripts/sample/random.ts"
import { ownCopy, runChild } from "./crash-ground.ts"

/** Kills one process after the other within half a second of its beginning; answers the folder they left. */
export async function killAtRandom(seed: number, times: number): Promise<string> {
  const folder = ownCopy()
  const random = new Random(seed)
  for (let time = 0; time < times; time += 1) {
    const after = random.below(500)
    await runChild(folder, [String(10 + time * 10)], {}, (end) => setTimeout(end, after))
  }
  return folder
}
