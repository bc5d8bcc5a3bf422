import { describe } from "vitest"
import { DATASETS, RUNNING, tell } from "./stories.ts"

describe("datasets, files, mending and a deployment", () => tell(DATASETS))
describe("running it", () => tell(RUNNING))
