import { rm } from "node:fs/promises"
import { streamApart, type Task } from "../pool.ts"

/** Rows of a large file are read by a worker, those of a small one before a worker would have begun. */
export const SMALL_BYTES = 65_536
export const SECONDS_A_CHUNK = 60

/** Has a worker read chunk after chunk, one ahead of what is asked for; a chunk that nobody takes is deleted. */
export async function* readAhead<Input, Chunk extends { path: string }>(
  task: Task<Input, Chunk>,
  input: Input,
): AsyncGenerator<Chunk> {
  const chunks = streamApart<Input, Chunk>(task, input, { seconds: SECONDS_A_CHUNK })
  let next = chunks.next()
  try {
    for (;;) {
      const { value, done } = await next
      if (done) return
      next = chunks.next()
      // Whoever takes this chunk may be at it when the next one turns out to be bad.
      next.catch(() => {})
      yield value
    }
  } finally {
    const left = await next.catch(() => null)
    if (left && !left.done) await rm(left.value.path, { force: true })
    await chunks.return(undefined)
  }
}
