import { availableParallelism } from "node:os"

/** Documents that are read side by side, where there are processors for them: each is held in memory meanwhile. */
const LANES = Math.min(2, availableParallelism())
/** A larger document is read alone: two would need more memory, and of those but PDFs are read no sooner side by side. */
const LARGE_BYTES = 2_097_152

let free = LANES
const waiting: { lanes: number; enter: () => void }[] = []

/** Whether a document of so many bytes is read beside another. */
export const isReadBeside = (bytes: number) => LANES > 1 && bytes <= LARGE_BYTES

/** Does what reads a document of so many bytes when it is its turn. */
export async function inLane<T>(bytes: number, read: () => Promise<T>): Promise<T> {
  const lanes = isReadBeside(bytes) ? 1 : LANES
  await new Promise<void>((enter) => {
    waiting.push({ lanes, enter })
    letIn()
  })
  try {
    return await read()
  } finally {
    free += lanes
    letIn()
  }
}

/** In the order they came, so that a large one is not passed by forever. */
function letIn() {
  for (let next = waiting[0]; next && next.lanes <= free; next = waiting[0]) {
    waiting.shift()
    free -= next.lanes
    next.enter()
  }
}
