import { describe } from "vitest"
import type { Dataset } from "../../lib/datasets/declaration.ts"
import { LONG_RUN } from "../support/rounds.ts"
import { exerciseBooks } from "./books.ts"
import { exerciseCrashes, exerciseEveryCrash } from "./crashes.ts"
import { exerciseDrivers } from "./drivers.ts"
import { exerciseDryRun } from "./dry-run.ts"
import { exerciseFailures } from "./failures.ts"
import { layGround } from "./ground.ts"
import type { Material } from "./material.ts"
import { exerciseMeetings } from "./meetings.ts"
import { exerciseNeighbours } from "./neighbours.ts"
import { exerciseRefusals } from "./refusals.ts"
import { exerciseRepeats } from "./repeats.ts"
import { exerciseStrides } from "./strides.ts"
import { exerciseUndo } from "./undo.ts"
import { exerciseUndoMidway } from "./undo-midway.ts"

/**
 * Of these only what they count and refuse is looked at every time, the rest in a long run: keyed rows like contacts, with a step
 * of their own or not, and extracts, which tests/kbo has fail, tries out and takes back, and compares with a reference.
 */
const LIKE_ANOTHER = ["qa-pairs", "taxonomy", "documents", "daily-update"]

/** Holds a dataset to what every dataset promises, by nothing but its declaration and some material to import. */
export function exerciseDataset(dataset: Dataset, material: Material): void {
  describe(dataset.name, { timeout: LONG_RUN ? 900_000 : 60_000 }, () => {
    const ground = layGround(dataset, material)
    if (LONG_RUN) {
      exerciseRepeats(ground)
      exerciseFailures(ground)
      exerciseUndo(ground)
      exerciseUndoMidway(ground)
      exerciseStrides(ground)
      exerciseDrivers(ground)
      exerciseDryRun(ground)
      if (!dataset.sequential) {
        exerciseMeetings(ground)
        exerciseNeighbours(ground)
      }
      exerciseCrashes(ground)
      return exerciseEveryCrash(ground)
    }
    exerciseBooks(ground)
    exerciseRefusals(ground)
    if (LIKE_ANOTHER.includes(dataset.name)) return
    exerciseRepeats(ground)
    exerciseFailures(ground)
    exerciseUndo(ground)
    exerciseDryRun(ground)
    exerciseDrivers(ground)
    exerciseStrides(ground)
  })
}
