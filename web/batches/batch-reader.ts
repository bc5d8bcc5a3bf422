import type { BatchEntry, BatchesAnswer } from "../../lib/contract/imports.ts"
import { oneAtATime } from "../client/one-at-a-time.ts"

/** Reads one page of batches, from the beginning or from a cursor. */
export type ReadPage = (cursor: string | undefined) => Promise<BatchesAnswer>

interface Page {
  cursor: string | undefined
  batches: BatchEntry[]
  /** Nothing in it can change any more. */
  settled: boolean
}

const MOST_AT_ONCE = 3

/**
 * All batches of an import, page by page. The first reading takes all pages, later ones only those in which
 * something can still happen, a few at a time: first where batches are running, then the others in turn.
 */
export function createBatchReader(readPage: ReadPage): (total: number) => Promise<BatchEntry[]> {
  let pages: Page[] = []
  let planned = -1
  let turn = 0

  const readAll = async () => {
    pages = []
    for (let cursor: string | undefined, more = true; more; ) {
      const { batches, next_cursor } = await readPage(cursor)
      pages.push(pageOf(cursor, batches))
      more = next_cursor !== null
      cursor = next_cursor ?? undefined
    }
  }

  const readAgain = async () => {
    const open = pages.map((_, index) => index).filter((index) => !pages[index]?.settled)
    const moving = open.filter((index) => isMoving(pages[index]))
    const others = open.filter((index) => !moving.includes(index))
    const inTurn = others.map((_, index) => others[(index + turn) % others.length] ?? 0)
    turn += MOST_AT_ONCE
    for (const index of [...moving, ...inTurn].slice(0, MOST_AT_ONCE)) {
      const cursor = pages[index]?.cursor
      pages[index] = pageOf(cursor, (await readPage(cursor)).batches)
    }
  }

  return oneAtATime(async (total: number) => {
    // A batch that is cut in two moves all that come after it.
    if (total === planned) await readAgain()
    else await readAll()
    planned = total
    return pages.flatMap(({ batches }) => batches)
  })
}

function pageOf(cursor: string | undefined, batches: BatchEntry[]): Page {
  return { cursor, batches, settled: batches.every(({ status }) => status === "completed") }
}

function isMoving(page: Page | undefined): boolean {
  const states = new Set(page?.batches.map(({ status }) => status))
  return states.has("processing") || (states.has("completed") && states.has("pending"))
}
