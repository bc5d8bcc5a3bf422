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

/** Keyed rows; the others' strides, how imports meet, and how they are taken back under way, are for a long run. */
const STRIDES_EVERY_TIME = ["contacts"]
/**
 * How batches fail and what is taken back is for a long run: of keyed rows like contacts, with a step of their own or not, and of
 * extracts, which tests/kbo has fail, tries out and takes back, and compares with a reference.
 */
const LIKE_ANOTHER = ["qa-pairs", "taxonomy", "documents", "daily-update"]

/** Holds a dataset to what every dataset promises, by nothing but its declaration and some material to import. */
export function exerciseDataset(dataset: Dataset, material: Material): void {
  describe(dataset.name, { timeout: LONG_RUN ? 900_000 : 60_000 }, () => {
    const ground = layGround(dataset, material)
    if (LONG_RUN) {
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
    exerciseRepeats(ground)
    if (!LIKE_ANOTHER.includes(dataset.name)) {
      exerciseFailures(ground)
      exerciseUndo(ground)
    }
    exerciseRefusals(ground)
    if (!dataset.sequential) exerciseDryRun(ground)
    if (STRIDES_EVERY_TIME.includes(dataset.name)) {
      exerciseDrivers(ground)
      exerciseStrides(ground)
    }
  })
}
