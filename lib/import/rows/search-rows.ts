import type { Found, Reach, SearchAnswer, SearchQuery } from "../../contract/index.ts"
import { type ReadableTable, readableTable, readableTarget } from "../../datasets/readable.ts"
import {
  columnList,
  expression,
  type Fragment,
  identifier,
  nullOf,
  qualified,
  statement,
} from "../../db/statement.ts"
import { endWithin } from "../../deadline.ts"
import type { Effects } from "../../effects.ts"
import { EmbeddingError } from "../../embeddings/index.ts"
import { assertReach } from "../../engine/jobs/reach.ts"
import { connectWithinTime } from "../../engine/jobs/time-limit.ts"
import { problem } from "../../errors.ts"
import { rowOf } from "./read-data.ts"

const MOST_WORDS = 20
/** Below it vectors of texts that have nothing to do with each other are found too. */
const LEAST_LIKENESS = 0.15
/** How long is waited for an endpoint, in seconds: without its answer there are still the words. */
const PATIENCE_SECONDS = 8

export interface SearchInput extends SearchQuery {
  table: string
  actor: Reach
}

/**
 * Rows that say something like what is asked, the best first, by likeness and by words. Where nothing tells how alike texts are
 * just then, by words alone, and the answer says why. Throws Problem 403 `dataset_forbidden`, `project_forbidden`; 404
 * `table_not_found`; 422 `not_searchable`.
 */
export async function searchRows(
  { table: name, actor, words: asked, limit }: SearchInput,
  effects: Pick<Effects, "db" | "clock" | "deadline" | "embedder">,
): Promise<SearchAnswer> {
  const table = readableTable(name)
  assertReach(actor, table.dataset)
  const search = searchOf(table)
  if (!search) throw notSearchable(table)
  const { vector, why } = await vectorOf(asked, effects)
  const words = JSON.stringify(wordsOf(asked))
  const values = { vector: JSON.stringify(vector), words, limit, least: LEAST_LIKENESS }
  const found = await connectWithinTime(effects, (connection) =>
    connection.rows<Found>(statement("search/found", slotsOf(table, search)), values),
  )
  return { found, by_words_alone: why }
}

/** Which texts say what a row of a table says: its own, or those of its pieces. */
interface Search {
  target: ReadableTable
  owner: string
  texts: readonly string[]
}

/** Null where nothing of a table is embedded. */
export function searchOf({ dataset, name, policy }: ReadableTable): Search | null {
  if (policy === "part") return null
  const parts = dataset.tables.find((table) => table.name === name)?.parts ?? []
  const step = dataset.afterSteps.find(
    ({ operation, table }) =>
      operation === "embed" && (table === name || parts.some((part) => part.table === table)),
  )
  if (!step) return null
  const owner = parts.find((part) => part.table === step.table)?.owner ?? "id"
  return { target: readableTarget(dataset, step.table), owner, texts: step.reads ?? [] }
}

async function vectorOf(
  text: string,
  effects: Pick<Effects, "embedder" | "clock" | "deadline">,
): Promise<{ vector: number[]; why: string | null }> {
  try {
    const deadline = endWithin(effects, PATIENCE_SECONDS)
    const [vector = []] = await effects.embedder.embed([text], { deadline })
    return { vector, why: null }
  } catch (error) {
    if (error instanceof EmbeddingError) return { vector: [], why: error.message }
    throw error
  }
}

/** Words as they are told apart; a single letter says nothing. */
function wordsOf(asked: string): string[] {
  const words = asked.normalize("NFC").match(/[\p{L}\p{M}\p{N}]{2,}/gu) ?? []
  return [...new Set(words)].slice(0, MOST_WORDS)
}

function slotsOf(table: ReadableTable, { target, owner, texts }: Search): Record<string, Fragment> {
  const inPieces = target.name !== table.name
  return {
    owner: qualified("t", owner),
    text: columnList(texts, "t"),
    target: identifier(target.name),
    of: identifier(table.name),
    row: rowOf(table, "o"),
    piece: inPieces ? expression("search/piece", { row: rowOf(target) }) : nullOf("json"),
  }
}

function notSearchable({ key }: ReadableTable) {
  const detail = `${key} are not embedded, so they cannot be searched by what they say. Look in their columns instead: GET /api/data/${key}?search=…`
  return problem(422, "not_searchable", detail)
}
